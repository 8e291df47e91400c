// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.xenbay.backend.console.endpoint.SocketEndpoint;
import org.xenbay.backend.console.flow.ConsolePage;

@Timeout(60)
class SocketEndpointTest {

    @TempDir
    Path folder;

    private Path path() {
        return folder.resolve("agent.sock");
    }

    private Fixture channel(ConsoleSettings config) throws Exception {
        Fixture channel = new Fixture(1, config);
        channel.device.backend.put("connection", "socket");
        channel.device.backend.put("path", path().toString());
        channel.device.frontend.put("name", "org.example.agent.0");
        channel.device.frontend.put("output", "chardev:libxl-channel1");
        return channel;
    }

    private Fixture channel() throws Exception {
        return channel(Fixture.PLAIN);
    }

    @Test
    void bytesPassBothWaysUnchanged() throws Exception {
        try (Fixture channel = channel().connected();
                UnixClient program = new UnixClient(path())) {
            byte[] output = Fixture.bytes(100_000, 1);
            CompletableFuture<byte[]> seen = reading(program, output.length);
            channel.guest.write(output);
            assertThat(seen.get(20, TimeUnit.SECONDS)).isEqualTo(output);

            byte[] input = Fixture.bytes(65_536, 2);
            CompletableFuture<Void> typing = CompletableFuture.runAsync(() -> write(program, input));
            ByteArrayOutputStream read = new ByteArrayOutputStream();
            await().pollInterval(Duration.ofMillis(1)).until(() -> {
                read.writeBytes(channel.guest.read());
                return read.size() >= input.length;
            });
            typing.get(20, TimeUnit.SECONDS);
            assertThat(read.toByteArray()).isEqualTo(input);
        }
    }

    private static CompletableFuture<byte[]> reading(UnixClient program, int count) {
        return CompletableFuture.supplyAsync(() -> {
            try {
                return program.read(count);
            } catch (IOException failed) {
                throw new IllegalStateException(failed);
            }
        });
    }

    private static void write(UnixClient program, byte[] bytes) {
        try {
            program.write(bytes);
        } catch (IOException failed) {
            throw new IllegalStateException(failed);
        }
    }

    @Test
    void theSocketIsThereBeforeTheGuestForItsOwnerAndGroupAndGoneAtTheEnd() throws Exception {
        try (Fixture channel = channel()) {
            channel.init();
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path())))
                    .isEqualTo("rw-rw----");
            try (UnixClient early = new UnixClient(path())) {
                channel.connect();
                channel.guest.write("hello");
                assertThat(early.text(5)).isEqualTo("hello");
                channel.guest.write("bye");
                channel.disconnect();
                assertThat(early.text(3)).isEqualTo("bye");
                assertThat(early.isAtEnd()).isTrue();
            }
            assertThat(path()).doesNotExist();
            assertThat(channel.terminals.opened).isEmpty();
        }
    }

    @Test
    void aProgramThatConnectsAgainContinuesWhereItStopped() throws Exception {
        try (Fixture channel = channel().connected()) {
            try (UnixClient first = new UnixClient(path())) {
                channel.guest.write("one ");
                assertThat(first.text(4)).isEqualTo("one ");
            }
            awaitReaders(channel, 0);
            channel.guest.write("two ");
            channel.guest.write("three ");
            try (UnixClient second = new UnixClient(path())) {
                assertThat(second.text(10)).isEqualTo("two three ");
                channel.guest.write("four");
                assertThat(second.text(4)).isEqualTo("four");
            }
        }
    }

    private static void awaitReaders(Fixture channel, int count) {
        await().until(() -> channel.device
                .call(channel.handler::details)
                .get("socket readers")
                .startsWith(count + " now"));
    }

    @Test
    void severalProgramsGetEverythingAndAllMayType() throws Exception {
        try (Fixture channel = channel().connected();
                UnixClient one = new UnixClient(path());
                UnixClient two = new UnixClient(path())) {
            awaitReaders(channel, 2);
            channel.guest.write("to both");
            assertThat(one.text(7)).isEqualTo("to both");
            assertThat(two.text(7)).isEqualTo("to both");
            one.write(new byte[] {1});
            two.write(new byte[] {1});
            ByteArrayOutputStream read = new ByteArrayOutputStream();
            await().pollInterval(Duration.ofMillis(1)).until(() -> {
                read.writeBytes(channel.guest.read());
                return read.size() == 2;
            });
        }
    }

    @Test
    void aProgramThatDoesNotReadDelaysNeitherTheGuestNorOthers() throws Exception {
        try (Fixture channel = channel(Fixture.discarding(65_536)).connected();
                UnixClient lazy = new UnixClient(path());
                UnixClient eager = new UnixClient(path())) {
            awaitReaders(channel, 2);
            byte[] output = Fixture.bytes(2_000_000, 4);
            for (int done = 0; done < output.length; done += 20_000) {
                byte[] piece = Arrays.copyOfRange(output, done, done + 20_000);
                channel.guest.write(piece);
                assertThat(eager.read(piece.length)).isEqualTo(piece);
            }
            assertThat(channel.device.failure).hasValue(null);
            assertThat(lazy.channel.isConnected()).isTrue();
        }
    }

    @Test
    void aChannelsGuestWaitsForAProgramThatGetsOnAndNothingIsLost() throws Exception {
        try (Fixture channel = channel(Fixture.discarding(65_536)).connected();
                UnixClient program = new UnixClient(path())) {
            awaitReaders(channel, 1);
            byte[] output = Fixture.bytes(4_000_000, 4);
            ByteArrayOutputStream read = new ByteArrayOutputStream();
            boolean waited = false;
            for (int done = 0; done < output.length; ) {
                int count = channel.guest.put(output, done, output.length - done);
                done += count;
                channel.guest.kick();
                if (count == 0) {
                    channel.device.settle();
                    int takenFromTheRing = done - ConsolePage.OUT_SIZE - read.size();
                    waited |= takenFromTheRing >= 65_536;
                    read.writeBytes(program.read(Math.max(0, Math.min(50_000, takenFromTheRing))));
                } else if (done < 1_000_000) {
                    read.writeBytes(program.read(done - read.size()));
                }
            }
            read.writeBytes(program.read(output.length - read.size()));
            assertThat(waited).isTrue();
            assertThat(read.toByteArray()).isEqualTo(output);
        }
    }

    @Test
    void aChannelsGuestIsLetGoWhenTheProgramStandsStill() throws Exception {
        try (Fixture channel = channel(Fixture.discarding(65_536)).connected();
                UnixClient program = new UnixClient(path())) {
            awaitReaders(channel, 1);
            channel.guest.write(Fixture.bytes(65_536, 4));
            assertThat(program.read(65_536)).hasSize(65_536);
            channel.guest.write(Fixture.bytes(2_000_000, 5));
            assertThat(channel.device.failure).hasValue(null);
            assertThat(channel.device.call(channel.handler::details).get("dropped"))
                    .isNotEqualTo("0 bytes");
        }
    }

    @Test
    void tooManyProgramsAreTurnedAway() throws Exception {
        List<UnixClient> programs = new ArrayList<>();
        try (Fixture channel = channel().connected()) {
            for (int i = 0; i < SocketEndpoint.MAX_CLIENTS; i++) {
                programs.add(new UnixClient(path()));
            }
            awaitReaders(channel, SocketEndpoint.MAX_CLIENTS);
            try (UnixClient late = new UnixClient(path())) {
                assertThat(late.isAtEnd()).isTrue();
            }
            assertThat(channel.device.errors).anyMatch(line -> line.contains("turned away"));
        } finally {
            for (UnixClient program : programs) {
                program.close();
            }
        }
    }

    @Test
    void aStaleSocketOfOursIsReplaced() throws Exception {
        try (ServerSocketChannel dead = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            dead.bind(UnixDomainSocketAddress.of(path()));
        }
        assertThat(path()).exists();
        try (Fixture channel = channel().connected();
                UnixClient program = new UnixClient(path())) {
            channel.guest.write("x");
            assertThat(program.text(1)).isEqualTo("x");
        }
    }

    @Test
    void aSocketThatAnotherProgramListensOnIsLeftAlone() throws Exception {
        try (ServerSocketChannel other = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            other.bind(UnixDomainSocketAddress.of(path()));
            try (Fixture channel = channel()) {
                assertThatThrownBy(channel::init)
                        .isInstanceOf(IOException.class)
                        .hasMessageContaining(path().toString())
                        .hasMessageContaining("another program");
            }
            try (UnixClient program = new UnixClient(path())) {
                assertThat(other.accept()).isNotNull();
            }
        }
    }

    @Test
    void aFileThatIsNoSocketIsLeftAlone() throws Exception {
        Files.writeString(path(), "precious");
        try (Fixture channel = channel()) {
            assertThatThrownBy(channel::init).hasMessageContaining("not a socket");
        }
        assertThat(path()).hasContent("precious");
    }

    @Test
    void aSocketThatTookOurPlaceIsNotRemoved() throws Exception {
        try (Fixture channel = channel().connected()) {
            Files.delete(path());
            Files.writeString(path(), "somebody else's");
        }
        assertThat(path()).hasContent("somebody else's");
    }

    @Test
    void aPathThatNoSocketCanHaveIsRefused() throws Exception {
        try (Fixture channel = channel()) {
            channel.device.backend.put("path", "relative.sock");
            assertThatThrownBy(channel::init).hasMessageContaining("absolute");
            channel.device.backend.put("path", "/" + "x".repeat(200));
            assertThatThrownBy(channel::init).hasMessageContaining("107 bytes");
            channel.device.backend.remove("path");
            assertThatThrownBy(channel::init).hasMessageContaining("node path is missing");
        }
    }

    @Test
    void aConsoleCanHaveATerminalAndASocketAtOnce() throws Exception {
        try (Fixture console = Fixture.secondary()) {
            console.device.backend.put("connection", "pty");
            console.device.backend.put("path", path().toString());
            console.connected();
            try (UnixClient program = new UnixClient(path())) {
                console.guest.write("both");
                assertThat(program.text(4)).isEqualTo("both");
                assertThat(console.terminals.last().text()).isEqualTo("both");
            }
        }
    }

    @Test
    void oneThreadServesTheSocketsOfAllConsolesAndEndsWithTheBundle() throws Exception {
        ConsoleBackend backend;
        try (Fixture channel = channel().connected();
                UnixClient one = new UnixClient(path());
                UnixClient two = new UnixClient(path())) {
            backend = channel.backend;
            awaitReaders(channel, 2);
            assertThat(socketThreads()).isEqualTo(1);
            one.close();
            two.close();
        }
        backend.deactivate();
        assertThat(socketThreads()).isZero();
    }

    private static long socketThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("xenbay-console-sockets"))
                .count();
    }
}
