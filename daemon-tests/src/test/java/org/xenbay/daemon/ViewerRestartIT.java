// SPDX-License-Identifier: Apache-2.0
package org.xenbay.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A viewer of the demonstration guest's screen stays connected, however the daemon ends. */
class ViewerRestartIT extends InstalledDaemon {

    /** Where a viewer's journal says whether an update is under way. */
    private static final int SENDING = 16;

    private static final int DESKTOP_SIZE = -223;

    @Test
    void aViewerGoesOnWithTheNextDaemon() throws Exception {
        Files.writeString(
                xenbay.home().resolve("etc/config.properties"),
                System.lineSeparator() + "xenbay.keeper=always" + System.lineSeparator(),
                StandardOpenOption.APPEND);
        Process daemon = startedDaemon();
        Path socket = xenbay.run().resolve("vnc/1-0.sock");
        await().atMost(TIMEOUT).until(() -> Files.exists(socket));
        // A service of the native bundle, which may come after the screen, begins the servers anew.
        await().atMost(TIMEOUT).until(() -> isKept(socket));
        List<String> before = states();
        assertThat(before).isNotEmpty();
        try (Viewer viewer = new Viewer(socket)) {
            viewer.update();
            for (boolean kill : new boolean[] {true, false, true}) {
                await().atMost(TIMEOUT).until(() -> !isSending());
                Files.delete(xenbay.run().resolve("ready"));
                if (kill) {
                    daemon.destroyForcibly();
                } else {
                    daemon.toHandle().destroy();
                }
                assertThat(daemon.waitFor(TIMEOUT.toSeconds(), TimeUnit.SECONDS))
                        .isTrue();
                daemon = startedDaemon();
                viewer.update();
            }
        }
        assertThat(xenbay.log()).doesNotContain("a viewer of the last process is disconnected");
        // What happened to the screen in the process that was killed first is told by the fourth one.
        assertThat(states()).containsAll(before).hasSizeGreaterThan(before.size());
    }

    /** @return the lines of the screen's timeline that say how its states changed */
    private List<String> states() throws IOException, InterruptedException {
        Installation.Answer timeline = xenbay.command("timeline", "1/vfb/0");
        assertThat(timeline.exit()).as(timeline.err()).isZero();
        return timeline.out().lines().filter(line -> line.contains("\tstate\t")).toList();
    }

    /** @return whether a viewer that connects now gets a journal */
    private boolean isKept(Path socket) {
        try (Viewer viewer = new Viewer(socket)) {
            viewer.update();
            return Files.exists(journals());
        } catch (IOException notYet) {
            return false;
        }
    }

    private Path journals() {
        return xenbay.run().resolve("vnc/1-0.viewers");
    }

    /** Places are reused, so one of the first two is the viewer's. */
    private boolean isSending() throws IOException {
        ByteBuffer file = ByteBuffer.wrap(Files.readAllBytes(journals())).order(ByteOrder.nativeOrder());
        return file.getInt(SENDING) != 0 || file.getInt(4096 + SENDING) != 0;
    }

    /** The process that keeps the connections outlasts the daemons. */
    @AfterEach
    void endKeeper() throws IOException {
        xenbay.close();
        Path keeper = xenbay.run().resolve("keeper");
        if (Files.exists(keeper)) {
            long process = Long.parseLong(Files.readString(keeper).split(" ")[0]);
            ProcessHandle.of(process).ifPresent(ProcessHandle::destroyForcibly);
        }
    }

    /** Speaks RFB 3.8 (RFC 6143). */
    private static final class Viewer implements AutoCloseable {
        private final SocketChannel channel;
        private final DataInputStream in;

        Viewer(Path socket) throws IOException {
            channel = SocketChannel.open(UnixDomainSocketAddress.of(socket));
            in = new DataInputStream(Channels.newInputStream(channel));
            in.readFully(new byte[12]);
            write("RFB 003.008\n".getBytes(StandardCharsets.US_ASCII));
            in.readFully(new byte[in.readUnsignedByte()]);
            write((byte) 1);
            assertThat(in.readInt()).isZero();
            write((byte) 1);
            in.readFully(new byte[4 + 16]);
            in.readFully(new byte[in.readInt()]);
            write(ByteBuffer.allocate(12)
                    .put(new byte[] {2, 0, 0, 2})
                    .putInt(0)
                    .putInt(DESKTOP_SIZE)
                    .array());
        }

        private void write(byte... bytes) throws IOException {
            ByteBuffer source = ByteBuffer.wrap(bytes);
            while (source.hasRemaining()) {
                channel.write(source);
            }
        }

        /** Asks for all of the picture, and takes it. */
        void update() throws IOException {
            write(ByteBuffer.allocate(10)
                    .put(new byte[] {3, 0, 0, 0, 0, 0, -1, -1, -1, -1})
                    .array());
            assertThat(in.readUnsignedByte()).isZero();
            in.readUnsignedByte();
            for (int count = in.readUnsignedShort(); count > 0; count--) {
                in.readInt();
                int pixels = in.readUnsignedShort() * in.readUnsignedShort();
                in.readFully(new byte[in.readInt() == DESKTOP_SIZE ? 0 : 4 * pixels]);
            }
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }
}
