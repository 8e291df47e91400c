// SPDX-License-Identifier: Apache-2.0
package org.xenbay.fuzz;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.xenbay.api.device.DeviceId;
import org.xenbay.api.screen.VncServers;

/** Servers of two screens. The second one is for who may only look: it reads what comes as RFC 6143 says, and tells of what does more. */
final class PageScreens implements VncServers, AutoCloseable {

    private static final byte[] GREETING = "RFB 003.008\n\1".getBytes(StandardCharsets.US_ASCII);

    private final List<Address> addresses = new ArrayList<>();
    private final List<ServerSocketChannel> servers = new ArrayList<>();
    private final AtomicInteger viewers = new AtomicInteger();

    /** @param trouble told when somebody who may only look does more */
    PageScreens(Path folder, Consumer<String> trouble) throws IOException {
        listen(folder.resolve("screen-1"), "1/vfb/0", sent -> {});
        listen(folder.resolve("screen-2"), "2/vfb/0", sent -> looks(sent, trouble));
    }

    private void listen(Path socket, String device, Consumer<ByteBuffer> sent) throws IOException {
        ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        server.bind(UnixDomainSocketAddress.of(socket));
        servers.add(server);
        addresses.add(new Address(DeviceId.parse(device), socket.toString(), "", 0, 0, ""));
        Thread thread = new Thread(() -> serve(server, sent), "fuzz-screen");
        thread.setDaemon(true);
        thread.start();
    }

    private void serve(ServerSocketChannel server, Consumer<ByteBuffer> sent) {
        try {
            while (true) {
                try (SocketChannel viewer = server.accept()) {
                    viewers.incrementAndGet();
                    sent.accept(ByteBuffer.wrap(all(viewer)));
                    viewers.decrementAndGet();
                }
            }
        } catch (IOException closed) {
            // the end of the test
        }
    }

    private static byte[] all(SocketChannel viewer) {
        ByteArrayOutputStream sent = new ByteArrayOutputStream();
        ByteBuffer piece = ByteBuffer.allocate(1 << 16);
        try {
            viewer.write(ByteBuffer.wrap(GREETING, 0, GREETING.length - 1));
            while (viewer.read(piece.clear()) >= 0) {
                sent.write(piece.array(), 0, piece.position());
            }
        } catch (IOException gone) {
            // what has come counts
        }
        return sent.toByteArray();
    }

    private static void looks(ByteBuffer sent, Consumer<String> trouble) {
        for (byte each : GREETING) {
            if (sent.hasRemaining() && sent.get() != each) {
                trouble.accept("a viewer who may only look begins in another way");
                return;
            }
        }
        skip(sent, 1);
        while (sent.hasRemaining()) {
            int type = sent.get(sent.position()) & 0xFF;
            int length = length(type, sent);
            if (length == 0) {
                trouble.accept("a viewer who may only look sends a message of type " + type);
                return;
            }
            skip(sent, length);
        }
    }

    private static void skip(ByteBuffer sent, int count) {
        sent.position(Math.min(sent.limit(), sent.position() + count));
    }

    /** @return of what only looks; 0 for what does more. The last message may be cut off */
    private static int length(int type, ByteBuffer sent) {
        int at = sent.position();
        return switch (type) {
            case 0 -> 20;
            case 2 -> sent.remaining() < 4 ? 4 : 4 + 4 * (sent.getShort(at + 2) & 0xFFFF);
            case 3, 150 -> 10;
            case 248 -> sent.remaining() < 9 ? 9 : 9 + (sent.get(at + 8) & 0xFF);
            default -> 0;
        };
    }

    boolean isIdle() {
        return viewers.get() == 0;
    }

    @Override
    public List<Address> addresses() {
        return List.copyOf(addresses);
    }

    @Override
    public Set<DeviceId> withPassword() {
        return Set.of();
    }

    @Override
    public void forgetPassword(DeviceId device) {}

    @Override
    public void setPassword(DeviceId device, String password) {
        throw new UnsupportedOperationException("the page does not");
    }

    @Override
    public void close() throws IOException {
        for (ServerSocketChannel server : servers) {
            server.close();
        }
    }
}
