// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.xenbay.backend.console.endpoint.LogSettings;

@Timeout(60)
class LogEndpointTest {

    @TempDir
    Path folder;

    private Path log() {
        return folder.resolve("logs/guest-guest_one-console1.log");
    }

    private Fixture console(long size, int parts, boolean timed, boolean filtered) throws Exception {
        return new Fixture(1, Fixture.logging(folder.resolve("logs"), size, parts, timed, filtered)).connected();
    }

    @Test
    void theLogHoldsEveryByteAndTheLastWordsToo() throws Exception {
        byte[] output = Fixture.bytes(300_000, 8);
        try (Fixture console = console(10 << 20, 1, false, false)) {
            console.guest.write(output);
            byte[] last = "the end".getBytes(StandardCharsets.US_ASCII);
            console.guest.put(last, 0, last.length);
            console.disconnect();
            console.device.finishHost();
            byte[] logged = Files.readAllBytes(log());
            assertThat(logged).startsWith(output).endsWith(last).hasSize(output.length + last.length);
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(log())))
                    .isEqualTo("rw-r-----");
        }
    }

    @Test
    void eachLineBeginsWithItsTimeAlsoWhenItComesInPieces() throws Exception {
        try (Fixture console = console(10 << 20, 1, true, false)) {
            console.guest.write("first ");
            awaitLog("first ");
            console.guest.write("line\nsecond line\n");
            awaitLog("second line\n");
            assertThat(Files.readAllLines(log()))
                    .hasSize(2)
                    .allMatch(line -> line.matches(
                            "\\[\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z] (first|second) line"));
        }
    }

    private void awaitLog(String end) {
        await().until(() -> Files.exists(log()) && Files.readString(log()).endsWith(end));
    }

    @Test
    void controlCharactersAreHarmlessInTheLogAndUntouchedOnTheTerminal() throws Exception {
        try (Fixture console = console(10 << 20, 1, false, true)) {
            String output = "\u001b[31mred\u001b[0m\ttab\u0007\r\nümlaut\r\n";
            console.guest.write(output);
            awaitLog("ümlaut\n");
            assertThat(Files.readString(log())).isEqualTo(".[31mred.[0m\ttab.\nümlaut\n");
            assertThat(console.terminals.last().text()).isEqualTo(output);
        }
    }

    @Test
    void controlCharactersOfEightBitsAreHarmlessAlsoWhenTheyComeInPieces() throws Exception {
        try (Fixture console = console(10 << 20, 1, false, true)) {
            console.guest.write(new byte[] {'a', (byte) 0xC2});
            awaitSize(2);
            console.guest.write(new byte[] {(byte) 0x9B, '2', 'J', '\n'});
            awaitSize(6);
            assertThat(Files.readAllBytes(log())).containsExactly('a', (byte) 0xC2, '.', '2', 'J', '\n');
        }
    }

    private void awaitSize(long size) {
        await().until(() -> Files.exists(log()) && Files.size(log()) == size);
    }

    @Test
    void everyConsoleHasALogOfItsOwnWhateverItsDomainIsCalled() {
        assertThat(LogSettings.fileName("guest/one\n", 1)).isEqualTo("guest-guest_one_-console1.log");
        assertThat(LogSettings.fileName("web", 1)).isEqualTo("guest-web-console1.log");
        assertThat(LogSettings.fileName("web-console1", 0)).isEqualTo("guest-web-console1-console0.log");
        String longest = LogSettings.fileName("ü".repeat(2000), 3);
        assertThat(longest.getBytes(StandardCharsets.UTF_8)).hasSizeLessThan(240);
        assertThat(longest).isNotEqualTo(LogSettings.fileName("ü".repeat(2001), 3));
    }

    @Test
    void aFullLogContinuesInANewFileAndOldOnesAreCounted() throws Exception {
        try (Fixture console = console(5000, 2, false, false)) {
            for (int piece = 0; piece < 6; piece++) {
                console.guest.write(("" + piece).repeat(3999) + "\n");
                awaitLog(piece + "\n");
            }
            assertThat(names())
                    .containsExactly(
                            log().getFileName().toString(), log().getFileName() + ".1", log().getFileName() + ".2");
            assertThat(Files.readString(log())).startsWith("5555");
            assertThat(Files.readString(Path.of(log() + ".1"))).startsWith("4444");
            assertThat(Files.readString(Path.of(log() + ".2"))).startsWith("3333");
        }
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(log().getParent())) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void aDiskThatStandsStillDelaysNobodyAndTheLogSaysWhatIsMissing() throws Exception {
        ConsoleSettings plain = Fixture.logging(folder.resolve("logs"), 10 << 20, 1, false, false);
        ConsoleSettings small = new ConsoleSettings(plain.types(), true, 65_536, 0, false, true, plain.log());
        try (Fixture console = new Fixture(1, small).connected()) {
            Runnable release = console.device.blockHost();
            try {
                for (int line = 0; line < 20_000; line++) {
                    console.guest.write("line " + line + "\n");
                    console.terminals.last().take();
                }
            } finally {
                release.run();
            }
            awaitLog("line 19999\n");
            assertThat(Files.readString(log())).contains(" bytes of output lost]\r\n");
            assertThat(console.device.call(console.handler::details)).containsKey("log lost");
        }
    }

    @Test
    void workTheHostRefusesIsTriedAgain() throws Exception {
        try (Fixture console = console(10 << 20, 1, false, false)) {
            console.device.hostBusy = true;
            console.guest.write("patience");
            console.device.settle();
            assertThat(log()).doesNotExist();
            console.device.hostBusy = false;
            awaitLog("patience");
        }
    }

    @Test
    void aLogThatCannotBeWrittenIsSaidOnceAndTheConsoleContinues() throws Exception {
        Files.writeString(folder.resolve("logs"), "a file where the folder should be");
        try (Fixture console = console(10 << 20, 1, false, false)) {
            for (int i = 0; i < 5; i++) {
                console.guest.write("output");
                console.device.settle();
            }
            await().until(() -> !console.device.errors.isEmpty());
            assertThat(console.device.errors).hasSize(1).allMatch(line -> line.contains("cannot write the log"));
            assertThat(console.terminals.last().text()).isEqualTo("output".repeat(5));
            assertThat(console.device.call(console.handler::trouble).orElseThrow())
                    .isEqualTo("its log " + log() + " cannot be written");
        }
    }

    @Test
    void aLinkInPlaceOfTheLogIsNotFollowed() throws Exception {
        Path target = folder.resolve("target");
        Files.createDirectories(log().getParent());
        Files.createSymbolicLink(log(), target);
        try (Fixture console = console(10 << 20, 1, false, false)) {
            console.guest.write("secret");
            await().until(() -> !console.device.errors.isEmpty());
            assertThat(target).doesNotExist();
        }
    }
}
