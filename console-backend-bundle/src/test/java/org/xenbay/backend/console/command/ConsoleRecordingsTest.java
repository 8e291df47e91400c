// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.console.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.xenbay.api.command.NewFile;

/** What a guest writes while its console is recorded is in the file, as asciinema plays it. */
@Timeout(30)
class ConsoleRecordingsTest {

    private static final Path ASCIINEMA = Path.of("/usr/bin/asciinema");

    @TempDir
    Path folder;

    private final FakeConsole console = new FakeConsole(3);
    private final ConsoleRecordings recordings = new ConsoleRecordings(console);
    private Thread thread;

    private String record(Path file, Duration limit) throws IOException, InterruptedException {
        return NewFile.make(file, made -> recordings.record(FakeConsole.ID, made, limit));
    }

    private FutureTask<String> begin(Path file, Duration limit) {
        FutureTask<String> recording = new FutureTask<>(() -> record(file, limit));
        thread = new Thread(recording);
        thread.start();
        await().until(() -> console.readers.get() == 1);
        return recording;
    }

    /** What the genuine player writes, which needs a terminal; without the pauses. */
    private String played(Path file) throws IOException, InterruptedException {
        assumeTrue(Files.isExecutable(ASCIINEMA), "asciinema is installed");
        Path out = folder.resolve("played");
        Path said = folder.resolve("said");
        String line = ASCIINEMA + " cat " + file + " >" + out;
        ProcessBuilder builder = new ProcessBuilder("script", "-qec", line, "/dev/null")
                .redirectInput(new File("/dev/null"))
                .redirectErrorStream(true)
                .redirectOutput(said.toFile());
        builder.environment().put("LC_ALL", "C.UTF-8");
        builder.environment().put("ASCIINEMA_CONFIG_HOME", folder.toString());
        Process player = builder.start();
        try {
            assertThat(player.waitFor(20, TimeUnit.SECONDS)).isTrue();
            assertThat(player.exitValue()).as(Files.readString(said)).isZero();
        } finally {
            player.descendants().forEach(ProcessHandle::destroyForcibly);
            player.destroyForcibly();
        }
        return Files.readString(out);
    }

    @Test
    void allThatTheGuestWroteIsPlayed() throws Exception {
        Path file = folder.resolve("a.cast");
        Instant before = Instant.now();
        FutureTask<String> recording = begin(file, Duration.ofMinutes(10));
        console.write("root\r\n\u001b[1;32mnaïve ☃\u001b[0m \"quoted\\\"\r\n\u0007");
        console.end();
        assertThat(recording.get())
                .matches("[12] pieces? of output in \\d+ s; it ends there, because the console has ended");
        assertThat(console.readers.get()).isZero();
        List<String> lines = Files.readAllLines(file);
        assertThat(lines.get(0))
                .startsWith("{\"version\": 2, \"width\": 80, \"height\": 24, \"timestamp\": ")
                .endsWith(", \"title\": \"console 5/console/0\"}");
        long timestamp = Long.parseLong(lines.get(0).replaceAll(".*\"timestamp\": (\\d+).*", "$1"));
        assertThat(timestamp).isBetween(before.getEpochSecond(), Instant.now().getEpochSecond());
        assertThat(lines.subList(1, lines.size())).allMatch(line -> line.matches("\\[\\d+\\.\\d{6}, \"o\", \".*\"]"));
        assertThat(played(file)).isEqualTo("login: root\r\n\u001b[1;32mnaïve ☃\u001b[0m \"quoted\\\"\r\n\u0007");
    }

    @Test
    void aCharacterThatComesInPiecesIsOneAndAHalfOneIsMarked() throws Exception {
        Path file = folder.resolve("b.cast");
        byte[] snowman = "☃".getBytes(StandardCharsets.UTF_8);
        try (Asciicast cast = new Asciicast(Files.newOutputStream(file), Instant.EPOCH, "\"t\"")) {
            for (int i = 0; i < snowman.length; i++) {
                cast.output(Duration.ofMillis(250L * i), new byte[] {snowman[i]});
            }
            cast.output(Duration.ofSeconds(1), new byte[] {'a', (byte) 0xFF, 'b', snowman[0], snowman[1]});
        }
        assertThat(Files.readString(file)).isEqualTo("""
                {"version": 2, "width": 80, "height": 24, "timestamp": 0, "title": "\\"t\\""}
                [0.500000, "o", "☃"]
                [1.000000, "o", "a\uFFFDb"]
                [1.000000, "o", "\uFFFD"]
                """);
    }

    @Test
    void aFileThatHasTakenTheFilesNameStaysAsItIs() throws Exception {
        Path other = Files.writeString(folder.resolve("other"), "mine");
        Path file = folder.resolve("new.cast");
        NewFile.make(file, made -> {
            Files.move(other, file, StandardCopyOption.REPLACE_EXISTING);
            return recordings.record(FakeConsole.ID, made, Duration.ofMillis(300));
        });
        assertThat(file).hasContent("mine");
    }

    @Test
    void aRecordingEndsWithItsTimeAndWhenTheOperatorWants() throws Exception {
        assertThat(record(folder.resolve("short.cast"), Duration.ofMillis(300))).matches("1 piece of output in \\d+ s");
        Path file = folder.resolve("c.cast");
        FutureTask<String> other = begin(file, Duration.ofMinutes(10));
        console.write("before");
        thread.interrupt();
        assertThatThrownBy(other::get)
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(InterruptedException.class);
        assertThat(console.readers.get()).isZero();
        assertThat(Files.readAllLines(file)).isNotEmpty().allMatch(line -> line.startsWith("{") || line.endsWith("]"));
    }

    @Test
    void aGuestThatWritesWithoutPauseIsRecordedInOrder() throws Exception {
        Path file = folder.resolve("d.cast");
        FutureTask<String> recording = begin(file, Duration.ofMinutes(10));
        List<String> written = new ArrayList<>();
        for (int i = 0; i < 2000; i++) {
            written.add("line " + i);
            console.write("line " + i + "\r\n");
        }
        console.end();
        recording.get();
        assertThat(played(file)).isEqualTo("login: " + String.join("\r\n", written) + "\r\n");
    }
}
