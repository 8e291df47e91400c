// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.xenbay.api.device.Parked;
import org.xenbay.api.device.Readiness;
import org.xenbay.api.device.RefusedStateException;
import org.xenbay.api.figure.Load;
import org.xenbay.backend.console.command.ConsoleAttachment;
import org.xenbay.backend.console.handover.ParkedConsole;

@Timeout(60)
class HandoverTest {

    @TempDir
    Path folder;

    @Test
    void aProgramOnTheTerminalLosesNoByteEitherWay() throws Exception {
        try (Fixture console = Fixture.secondary().connected()) {
            byte[] output = Fixture.bytes(40_000, 21);
            byte[] input = Fixture.bytes(20_000, 22);
            console.terminals.last().type(input);
            ByteArrayOutputStream seen = new ByteArrayOutputStream();
            ByteArrayOutputStream read = new ByteArrayOutputStream();
            for (int done = 0; done < output.length; done += 4000) {
                console.guest.write(Arrays.copyOfRange(output, done, done + 4000));
                read.writeBytes(console.guest.read());
                if (done % 8000 == 0) {
                    seen.writeBytes(console.terminals.last().take());
                }
                console.replaceBundle(Fixture.PLAIN);
            }
            await().pollInterval(Duration.ofMillis(1)).until(() -> {
                seen.writeBytes(console.terminals.last().take());
                read.writeBytes(console.guest.read());
                return seen.size() >= output.length && read.size() >= input.length;
            });
            assertThat(seen.toByteArray()).isEqualTo(output);
            assertThat(read.toByteArray()).isEqualTo(input);
            assertThat(console.terminals.opened)
                    .as("the same terminal all the time")
                    .hasSize(1);
            assertThat(console.device.frontend).containsEntry("tty", "/dev/pts/40");
            assertThat(console.device.call(console.handler::details))
                    .containsEntry("output", "40000 bytes")
                    .containsEntry("input", "20000 bytes")
                    .containsEntry("dropped", "0 bytes");
            assertThat(console.device.count("output_bytes", Load.WRITTEN_BYTES)).isEqualTo(40_000);
            assertThat(console.device.count("input_bytes", Load.READ_BYTES)).isEqualTo(20_000);
        }
    }

    @Test
    void programsOnTheSocketStayConnectedAndLoseNoByte() throws Exception {
        Path path = folder.resolve("s.sock");
        try (Fixture console = new Fixture(1, Fixture.PLAIN)) {
            console.device.backend.put("connection", "socket");
            console.device.backend.put("path", path.toString());
            console.connected();
            try (UnixClient one = new UnixClient(path);
                    UnixClient two = new UnixClient(path)) {
                awaitReaders(console, 2);
                byte[] output = Fixture.bytes(200_000, 23);
                for (int done = 0; done < output.length; done += 20_000) {
                    console.guest.write(Arrays.copyOfRange(output, done, done + 20_000));
                    console.replaceBundle(Fixture.PLAIN);
                    awaitReaders(console, 2);
                }
                assertThat(one.read(output.length)).isEqualTo(output);
                assertThat(two.read(output.length)).isEqualTo(output);
                one.write("typed".getBytes(StandardCharsets.US_ASCII));
                ByteArrayOutputStream read = new ByteArrayOutputStream();
                await().pollInterval(Duration.ofMillis(1)).until(() -> {
                    read.writeBytes(console.guest.read());
                    return read.size() == 5;
                });
                try (UnixClient three = new UnixClient(path)) {
                    awaitReaders(console, 3);
                    console.guest.write("new");
                    assertThat(three.text(3)).isEqualTo("new");
                }
            }
            console.disconnect();
            assertThat(path).doesNotExist();
        }
    }

    private static void awaitReaders(Fixture console, int count) {
        await().until(() -> console.device
                .call(console.handler::details)
                .get("socket readers")
                .startsWith(count + " now"));
    }

    @Test
    void theLogContinuesInTheSameLine() throws Exception {
        ConsoleSettings config = Fixture.logging(folder, 1 << 20, 1, true, false);
        try (Fixture console = new Fixture(1, config).connected()) {
            Path log = folder.resolve("guest-guest_one-console1.log");
            console.guest.write("one ");
            await().until(() -> Files.exists(log) && Files.readString(log).endsWith("one "));
            console.replaceBundle(config);
            console.guest.write("line\n");
            await().until(() -> Files.readString(log).endsWith("line\n"));
            assertThat(Files.readString(log)).matches("\\[[^]]*] one line\n");
        }
    }

    @Test
    void outputKeptForALateReaderIsHandedOver() throws Exception {
        try (Fixture console = Fixture.secondary().connected()) {
            console.guest.write("history\n");
            console.terminals.last().take();
            console.replaceBundle(Fixture.PLAIN);
            StringBuilder seen = new StringBuilder();
            console.backend.attach(console.device.id(), bytes -> seen.append(text(bytes)), () -> {});
            console.device.settle();
            assertThat(seen.toString()).isEqualTo("history\n");
        }
    }

    private static String text(ByteBuffer bytes) {
        return StandardCharsets.UTF_8.decode(bytes).toString();
    }

    @Test
    void whatAShellTypedBeforeReachesTheGuestAfter() throws Exception {
        try (Fixture console = Fixture.secondary().connected()) {
            AtomicInteger ended = new AtomicInteger();
            ConsoleAttachment.Session session =
                    console.backend.attach(console.device.id(), bytes -> {}, ended::incrementAndGet);
            byte[] input = Fixture.bytes(5000, 24);
            assertThat(session.type(ByteBuffer.wrap(input))).isEqualTo(5000);
            console.device.settle();
            console.replaceBundle(Fixture.PLAIN);
            assertThat(ended).as("a shell attaches again by itself").hasValue(1);
            ByteArrayOutputStream read = new ByteArrayOutputStream();
            await().pollInterval(Duration.ofMillis(1)).until(() -> {
                read.writeBytes(console.guest.read());
                return read.size() == input.length;
            });
            assertThat(read.toByteArray()).isEqualTo(input);
        }
    }

    @Test
    void anotherConfigurationTakesEffectWithoutTheGuestNoticing() throws Exception {
        try (Fixture console = Fixture.secondary().connected()) {
            console.guest.write("before ");
            console.replaceBundle(
                    new ConsoleSettings(Fixture.PLAIN.types(), false, 1 << 20, 0, false, true, Fixture.PLAIN.log()));
            console.guest.write("after");
            assertThat(console.terminals.last().isClosed())
                    .as("no terminals any more")
                    .isTrue();
            assertThat(console.device.frontend).containsEntry("tty", "");
            assertThat(console.device.failure).hasValue(null);
        }
    }

    @Test
    void aStateOfAnotherVersionIsRefused() throws Exception {
        try (Fixture console = Fixture.secondary().connected()) {
            Parked parked = console.park();
            console.successor(Fixture.PLAIN);
            Parked newer = new Parked(7, parked.state(), parked.resources());
            assertThatThrownBy(() -> console.resume(newer))
                    .hasMessageContaining("version 7")
                    .hasMessageContaining("version 1");
            assertThat(console.device.frontend)
                    .as("the terminal is there for the version that comes back")
                    .doesNotContainEntry("tty", "");
            assertThat(console.terminals.last().isClosed())
                    .as("that is the core's now")
                    .isFalse();
        }
    }

    @Test
    void aDamagedStateIsRefusedWhereverItIsDamaged() throws Exception {
        try (Fixture console = Fixture.secondary().connected()) {
            console.guest.write("some output");
            Parked parked = console.park();
            console.successor(Fixture.PLAIN);
            byte[] state = parked.state();
            for (int i = 0; i < state.length; i++) {
                byte[] flipped = state.clone();
                flipped[i] ^= 0x10;
                assertThatThrownBy(() -> ParkedConsole.decode(new Parked(1, flipped)))
                        .isInstanceOf(RefusedStateException.class)
                        .hasMessageContaining("damaged");
                byte[] cut = Arrays.copyOf(state, i);
                assertThatThrownBy(() -> ParkedConsole.decode(new Parked(1, cut)))
                        .isInstanceOf(RefusedStateException.class)
                        .hasMessageContaining("damaged");
            }
            assertThat(console.resume(parked)).isEqualTo(Readiness.ready());
        }
    }

    @Test
    void aConsoleThatIsNotOpenCannotBeParked() throws Exception {
        try (Fixture console = Fixture.secondary()) {
            assertThat(console.device.call(console.handler::park)).isEmpty();
        }
    }
}
