// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.ninepfs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Debian's diodls and diodcat (package diod) on the UNIX socket; skipped where they are not installed. */
class GenuineClientsTest {

    private static final Path PROGRAMS = Path.of("/usr/sbin");

    @TempDir
    Path folder;

    @TempDir
    Path run;

    private NinePfsBackend backend;
    private Path socket;

    @BeforeEach
    void listen() {
        socket = run.resolve("9p.sock");
        backend = new NinePfsBackend(Map.of("listenSocket", socket.toString(), "listenPath", folder.toString()));
        backend.setFiles(Host.FILES);
    }

    @AfterEach
    void stop() {
        backend.deactivate();
        assertThat(socket).doesNotExist();
    }

    private byte[] run(String program, String... arguments) throws IOException, InterruptedException {
        Path path = PROGRAMS.resolve(program);
        Assumptions.assumeTrue(Files.isExecutable(path), "skipped: " + program + " of Debian's diod is missing");
        List<String> command = new ArrayList<>(List.of(path.toString(), "-s", socket.toString()));
        command.addAll(List.of(arguments));
        Path output = run.resolve("output");
        Process process = new ProcessBuilder(command)
                .redirectOutput(output.toFile())
                .redirectErrorStream(true)
                .start();
        try {
            assertThat(process.waitFor(20, TimeUnit.SECONDS))
                    .as(command::toString)
                    .isTrue();
        } finally {
            process.destroyForcibly();
        }
        byte[] said = Files.readAllBytes(output);
        assertThat(process.exitValue())
                .as(() -> new String(said, StandardCharsets.UTF_8))
                .isZero();
        return said;
    }

    /** The folder has more names than one reply has room for. */
    @Test
    void diodlsListsALargeFolder() throws Exception {
        Files.createDirectory(folder.resolve("sub"));
        for (int i = 0; i < 1500; i++) {
            Files.createFile(folder.resolve("file-with-a-rather-long-name-" + i));
        }
        List<String> lines = new String(run("diodls", "-a", "/"), StandardCharsets.UTF_8)
                .lines()
                .toList();
        assertThat(lines).contains("sub", "file-with-a-rather-long-name-1499");
        assertThat(lines.stream().filter(line -> line.startsWith("file-")))
                .hasSize(1500)
                .doesNotHaveDuplicates();
    }

    /** The folder has few files: the client sends a request for each file, and each request waits for a processor. */
    @Test
    void diodlsShowsAttributes() throws Exception {
        Files.createDirectory(folder.resolve("sub"));
        Files.write(folder.resolve("file"), new byte[1234]);
        assertThat(new String(run("diodls", "-a", "/", "-l"), StandardCharsets.UTF_8))
                .containsPattern("drwx.* sub")
                .containsPattern("-rw.* 1234 .*file");
    }

    @Test
    void diodcatReadsAFile() throws Exception {
        byte[] content = new byte[2_500_000];
        new Random(5).nextBytes(content);
        Files.write(folder.resolve("file"), content);
        assertThat(run("diodcat", "-a", "/", "file")).isEqualTo(content);
        assertThat(run("diodcat", "-a", "/", "-m", "8192", "file")).isEqualTo(content);
    }
}
