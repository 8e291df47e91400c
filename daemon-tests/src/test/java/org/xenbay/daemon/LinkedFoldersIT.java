// SPDX-License-Identifier: Apache-2.0
package org.xenbay.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A distribution whose folders are links to other places, as a package has them. */
@Timeout(300)
class LinkedFoldersIT {
    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    @TempDir
    Path folder;

    private Installation xenbay;

    @BeforeEach
    void install() throws IOException {
        xenbay = new Installation(folder);
        for (String name : List.of("etc", "deploy")) {
            Path place = folder.resolve("of-" + name);
            Files.move(xenbay.home().resolve(name), place);
            Files.createSymbolicLink(xenbay.home().resolve(name), place);
        }
        Path classes = Files.createDirectory(folder.resolve("of-classes"));
        Files.createSymbolicLink(xenbay.home().resolve("classes"), classes);
    }

    @AfterEach
    void end() {
        xenbay.close();
    }

    @Test
    void theFirstStartUsesTheArchiveThatWasMadeBefore() throws Exception {
        makeArchive();
        List<Path> made = files("of-classes");
        assertThat(made).hasSize(1);
        Process daemon = xenbay.daemon();
        await().atMost(TIMEOUT).until(() -> Files.exists(xenbay.run().resolve("ready")));
        assertThat(Files.readString(Path.of("/proc/" + daemon.pid() + "/maps")))
                .contains(made.get(0).getFileName().toString());
        daemon.destroy();
        assertThat(daemon.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(files("run")).noneMatch(file -> file.toString().matches(".*\\.(jsa|aot)"));
    }

    @Test
    void settingsAndBackendsAreReadWhereTheLinksLead() throws Exception {
        Files.writeString(folder.resolve("of-etc/org.xenbay.console.cfg"), "maxLimit=2M\n");
        Path backend = folder.resolve("qusb-backend-bundle.jar");
        Path link = folder.resolve("of-deploy/qusb-backend-bundle.jar");
        Files.move(link, backend);
        Files.createSymbolicLink(link, backend);
        xenbay.daemon();
        await().atMost(TIMEOUT).until(() -> Files.exists(xenbay.run().resolve("ready")));
        await().atMost(TIMEOUT)
                .until(() -> xenbay.command("config", "console").out().contains("of-etc/org.xenbay.console.cfg"));
        await().atMost(TIMEOUT).until(() -> xenbay.command("backends").out().contains("org.xenbay.backend.qusb"));
    }

    @Test
    void anArchiveIsMadeAnewAndWithoutACommandOnly() throws Exception {
        Path old = Files.writeString(folder.resolve("of-classes/classes-17-0.jsa"), "");
        makeArchive();
        assertThat(old).doesNotExist();
        assertThat(xenbay.command("--make-archive", "host").exit()).isEqualTo(2);
    }

    private List<Path> files(String name) throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve(name))) {
            return files.toList();
        }
    }

    private void makeArchive() throws Exception {
        ProcessBuilder line =
                new ProcessBuilder(xenbay.home().resolve("bin/xenbay").toString(), "--make-archive");
        line.environment().put("JAVA_HOME", System.getProperty("java.home"));
        Path said = folder.resolve("said");
        Process made =
                line.redirectErrorStream(true).redirectOutput(said.toFile()).start();
        try {
            assertThat(made.waitFor(200, TimeUnit.SECONDS)).isTrue();
        } finally {
            made.destroy();
        }
        assertThat(Files.readString(said)).isEmpty();
        assertThat(made.exitValue()).isZero();
    }
}
