// SPDX-License-Identifier: Apache-2.0
package org.xenbay.vnc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.xenbay.api.device.DeviceId;
import org.xenbay.api.input.InputEvent;
import org.xenbay.api.input.InputEvent.Key;
import org.xenbay.api.input.InputEvent.Position;
import org.xenbay.api.input.InputEvent.Wheel;
import org.xenbay.api.input.InputSource;
import org.xenbay.api.input.InputTarget;
import org.xenbay.api.input.Place;
import org.xenbay.api.settings.SettingsView.Problem;
import org.xenbay.vnc.keys.Keysyms;

/** The server, spoken to byte by byte. */
@Timeout(30)
class RfbServerTest {

    @TempDir
    Path folder;

    private final List<InputEvent> seen = new CopyOnWriteArrayList<>();
    private Path socket;
    private VncSource source;
    private InputSource.Session session;

    @BeforeEach
    void start() throws Exception {
        socket = folder.resolve("v.sock");
        source = new VncSource(Map.of("name", "desk", "socket", socket.toString()));
        session = source.open(new InputSource.Sink() {
            @Override
            public void frame(List<InputEvent> events) {
                seen.addAll(events);
            }

            @Override
            public void releaseAll(String why) {}
        });
    }

    @AfterEach
    void stop() {
        source.close();
        assertThat(socket).doesNotExist();
    }

    /** A viewer that has been greeted. */
    private static final class Viewer implements AutoCloseable {
        private final SocketChannel channel;
        private final DataInputStream in;
        private final DataOutputStream out;
        private final int width;
        private final int height;
        private final String name;

        Viewer(Path socket, String version) throws IOException {
            channel = SocketChannel.open(UnixDomainSocketAddress.of(socket));
            in = new DataInputStream(Channels.newInputStream(channel));
            out = new DataOutputStream(Channels.newOutputStream(channel));
            assertThat(new String(in.readNBytes(12), StandardCharsets.US_ASCII)).isEqualTo("RFB 003.008\n");
            out.writeBytes(version);
            if (version.contains(".003")) {
                assertThat(in.readInt()).isEqualTo(1);
            } else {
                assertThat(in.readNBytes(2)).containsExactly(1, 1);
                out.writeByte(1);
            }
            if (version.contains(".008")) {
                assertThat(in.readInt()).isZero();
            }
            out.writeByte(1);
            width = in.readUnsignedShort();
            height = in.readUnsignedShort();
            in.skipNBytes(16);
            name = new String(in.readNBytes(in.readInt()), StandardCharsets.UTF_8);
        }

        void key(int keysym, boolean down) throws IOException {
            out.write(new byte[] {4, (byte) (down ? 1 : 0), 0, 0});
            out.writeInt(keysym);
        }

        void pointer(int buttons, int x, int y) throws IOException {
            out.write(new byte[] {5, (byte) buttons});
            out.writeShort(x);
            out.writeShort(y);
        }

        void request(boolean incremental) throws IOException {
            out.write(new byte[] {3, (byte) (incremental ? 1 : 0), 0, 0, 0, 0, 0, 0, 0, 0});
        }

        /** An update of pixels as they are; gives how many bytes of them are not black. */
        int lit(int bytes) throws IOException {
            assertThat(in.readUnsignedShort()).isZero();
            int lit = 0;
            for (int count = in.readUnsignedShort(); count > 0; count--) {
                in.skipNBytes(4);
                int size = in.readUnsignedShort() * in.readUnsignedShort() * bytes;
                assertThat(in.readInt()).as("raw").isZero();
                for (byte pixel : in.readNBytes(size)) {
                    lit += pixel == 0 ? 0 : 1;
                }
            }
            return lit;
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }

    private void awaitSeen(InputEvent... events) {
        await().untilAsserted(() -> assertThat(seen).containsExactly(events));
        seen.clear();
    }

    private static InputTarget target(int width, int height) {
        return new InputTarget(DeviceId.parse("5/vkbd/0"), "one", "", width, height, List.of("keys"));
    }

    @Test
    void keysAndThePointerAreTold() throws Exception {
        for (String version : List.of("RFB 003.003\n", "RFB 003.007\n", "RFB 003.008\n")) {
            try (Viewer viewer = new Viewer(socket, version)) {
                assertThat(viewer.name).isEqualTo("xenbay VNC-DESK");
                viewer.key('A', true);
                viewer.key('A', false);
                viewer.key(0xFF1B, true);
                viewer.key(0xFF1B, false);
                viewer.key(0x0100_20AC, true);
                viewer.pointer(1, 799, 5000);
                viewer.pointer(0x08, 0, 0);
                awaitSeen(
                        new Key(42, true),
                        new Key(30, true),
                        new Key(30, false),
                        new Key(42, false),
                        new Key(1, true),
                        new Key(1, false),
                        new Position(new Place(799, 599, 799, 599)),
                        new Key(0x110, true),
                        new Position(new Place(0, 0, 799, 599)),
                        new Wheel(1),
                        new Key(0x110, false));
            }
        }
    }

    @Test
    void keysByScanCodeAreTheSameOnEveryLayout() throws Exception {
        try (Viewer viewer = new Viewer(socket, "RFB 003.008\n")) {
            viewer.out.write(new byte[] {2, 0, 0, 1});
            viewer.out.writeInt(-258);
            viewer.request(true);
            assertThat(viewer.in.readNBytes(4)).containsExactly(0, 0, 0, 1);
            viewer.in.skipNBytes(8);
            assertThat(viewer.in.readInt()).isEqualTo(-258);
            for (int[] key : new int[][] {{0x15, 'z'}, {0x80 | 0x1D, 0xFFE4}, {0, 'q'}, {0x73, 0}, {0x62, 0}}) {
                viewer.out.write(new byte[] {(byte) 255, 0, 0, 1});
                viewer.out.writeInt(key[1]);
                viewer.out.writeInt(key[0]);
            }
            awaitSeen(new Key(21, true), new Key(97, true), new Key(16, true), new Key(89, true));
        }
        awaitSeen(new Key(16, false), new Key(21, false), new Key(89, false), new Key(97, false));
    }

    @Test
    void whatAViewerHeldIsReleasedWhenItLeaves() throws Exception {
        try (Viewer viewer = new Viewer(socket, "RFB 003.008\n")) {
            viewer.key('a', true);
            viewer.pointer(4, 1, 1);
            awaitSeen(new Key(30, true), new Position(new Place(1, 1, 799, 599)), new Key(0x111, true));
        }
        awaitSeen(new Key(30, false), new Key(0x111, false));
    }

    @Test
    void theScreenSaysWhoseTheInputIsAndHasTheGuestsSize() throws Exception {
        try (Viewer viewer = new Viewer(socket, "RFB 003.008\n")) {
            assertThat(viewer.width).isEqualTo(800);
            viewer.request(false);
            int before = viewer.lit(4);
            assertThat(before).isPositive();
            viewer.request(true);
            session.focus(target(800, 600));
            assertThat(viewer.lit(4)).isPositive().isNotEqualTo(before);
            viewer.out.write(new byte[] {2, 0, 0, 1});
            viewer.out.writeInt(-223);
            viewer.request(true);
            session.focus(target(1024, 768));
            assertThat(viewer.in.readNBytes(4)).containsExactly(0, 0, 0, 1);
            viewer.in.skipNBytes(4);
            assertThat(viewer.in.readUnsignedShort()).isEqualTo(1024);
            assertThat(viewer.in.readUnsignedShort()).isEqualTo(768);
            assertThat(viewer.in.readInt()).isEqualTo(-223);
        }
        try (Viewer viewer = new Viewer(socket, "RFB 003.008\n")) {
            assertThat(viewer.width).isEqualTo(1024);
            viewer.out.write(new byte[] {0, 0, 0, 0, 8, 8, 0, 1, 0, 7, 0, 7, 0, 3, 0, 3, 6, 0, 0, 0});
            viewer.request(false);
            assertThat(viewer.lit(1)).isPositive();
        }
    }

    @Test
    void whoDoesNotSpeakTheProtocolIsSentAway() throws Exception {
        for (byte[] nonsense : new byte[][] {
            "GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII),
            "RFB 003.008\n\2".getBytes(StandardCharsets.US_ASCII)
        }) {
            try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
                DataInputStream in = new DataInputStream(Channels.newInputStream(channel));
                Channels.newOutputStream(channel).write(nonsense);
                in.readAllBytes();
            }
        }
        try (Viewer viewer = new Viewer(socket, "RFB 003.008\n")) {
            viewer.out.write(new byte[] {6, 0, 0, 0, 0x7F, 0, 0, 0});
            assertThat(viewer.in.read()).isEqualTo(-1);
        }
        try (Viewer viewer = new Viewer(socket, "RFB 003.008\n")) {
            viewer.key('b', true);
            awaitSeen(new Key(48, true));
        }
    }

    @Test
    void noMoreViewersThanThereIsRoomForAreTakenIn() throws Exception {
        Viewer[] viewers = new Viewer[8];
        for (int i = 0; i < viewers.length; i++) {
            viewers[i] = new Viewer(socket, "RFB 003.008\n");
        }
        try (SocketChannel ninth = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
            assertThat(Channels.newInputStream(ninth).read()).isEqualTo(-1);
        }
        for (Viewer viewer : viewers) {
            viewer.close();
        }
        await().until(() -> {
            try (Viewer viewer = new Viewer(socket, "RFB 003.008\n")) {
                return viewer.width == 800;
            } catch (IOException stillFull) {
                return false;
            }
        });
    }

    @Test
    void whoSaysNothingKeepsNoPlaceFromAViewer() throws Exception {
        AtomicLong clock = new AtomicLong();
        Path other = folder.resolve("o.sock");
        RfbServer server = new RfbServer(source, new Keysyms("us"), clock::get);
        server.listen(other, RfbAddress.of(other.toString(), 0).listen(), Security.OPEN);
        List<SocketChannel> silent = new ArrayList<>();
        try {
            for (int i = 0; i < 8; i++) {
                silent.add(SocketChannel.open(UnixDomainSocketAddress.of(other)));
                assertThat(Channels.newInputStream(silent.get(i)).readNBytes(12))
                        .hasSize(12);
            }
            try (SocketChannel early = SocketChannel.open(UnixDomainSocketAddress.of(other))) {
                assertThat(Channels.newInputStream(early).read()).isEqualTo(-1);
            }
            clock.set(TimeUnit.SECONDS.toNanos(11));
            try (Viewer viewer = new Viewer(other, "RFB 003.008\n")) {
                assertThat(viewer.width).isEqualTo(800);
            }
        } finally {
            for (SocketChannel each : silent) {
                each.close();
            }
            server.close();
        }
    }

    @Test
    void anAddressThatIsTakenOrNoneIsRefused() throws Exception {
        Path file = Files.createFile(folder.resolve("file"));
        assertRefused(Map.of("socket", socket.toString()), "another program does", "socket");
        assertRefused(Map.of("socket", file.toString()), "is not a socket", "socket");
        assertRefused(Map.of("name", "two"), "either socket", "socket", "port");
        assertRefused(Map.of("socket", folder + "/x", "port", "5900"), "either socket", "socket", "port");
        assertThatThrownBy(() -> RfbAddress.of("", 0)).hasMessageContaining("either socket");
        assertThatThrownBy(() -> RfbAddress.of("/x", 5900)).hasMessageContaining("either socket");
        assertThat(Files.getPosixFilePermissions(socket)).hasSize(2);
    }

    private void assertRefused(Map<String, Object> wrong, String why, String... keys) throws Exception {
        VncSource other = new VncSource(wrong);
        try {
            assertThat(other.settings().view().problems())
                    .allSatisfy(problem -> assertThat(problem.toString()).contains(why))
                    .extracting(Problem::key)
                    .containsExactlyInAnyOrder(keys);
            Path mended = folder.resolve("mended.sock");
            other.modified(Map.of("name", wrong.getOrDefault("name", "desk"), "socket", mended.toString()));
            assertThat(other.settings().view().problems()).isEmpty();
            assertThat(other.info().name()).isEqualTo("VNC at " + mended);
            other.modified(wrong);
            assertThat(mended).as("the last good address stays").exists();
        } finally {
            other.close();
        }
    }
}
