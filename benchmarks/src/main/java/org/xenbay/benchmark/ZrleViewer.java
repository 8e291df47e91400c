// SPDX-License-Identifier: Apache-2.0
package org.xenbay.benchmark;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A viewer of a screen (RFC 6143) that reads updates and requests more. It uses ZRLE, because a viewer need not decode ZRLE to
 * find the end of an update. Reads on a separate thread.
 */
final class ZrleViewer implements AutoCloseable {

    private static final byte[] VERSION = "RFB 003.008\n".getBytes(StandardCharsets.US_ASCII);
    private static final int ZRLE = 16;
    private static final int RAW = 0;
    private static final int NONE = 1;
    private static final long TIMEOUT_NANOS = 60_000_000_000L;

    private final SocketChannel channel;
    private final DataInputStream in;
    private final AtomicReference<IOException> failure = new AtomicReference<>();
    private int width;
    private int height;
    private volatile boolean closed;
    private volatile long updates;
    private volatile long bytes;

    ZrleViewer(Path socket) throws IOException {
        channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        channel.connect(UnixDomainSocketAddress.of(socket));
        in = new DataInputStream(new BufferedInputStream(Channels.newInputStream(channel)));
        greet();
        Thread thread = new Thread(this::read, "viewer");
        thread.setDaemon(true);
        thread.start();
    }

    private void greet() throws IOException {
        in.skipNBytes(VERSION.length);
        send(ByteBuffer.wrap(VERSION));
        in.skipNBytes(in.readUnsignedByte());
        send(ByteBuffer.wrap(new byte[] {NONE}));
        if (in.readInt() != 0) {
            throw new IOException("the server refuses");
        }
        send(ByteBuffer.wrap(new byte[] {1}));
        width = in.readUnsignedShort();
        height = in.readUnsignedShort();
        in.skipNBytes(16);
        in.skipNBytes(in.readInt());
        send(ByteBuffer.allocate(12)
                .put((byte) 2)
                .put((byte) 0)
                .putShort((short) 2)
                .putInt(ZRLE)
                .putInt(RAW));
        request(false);
    }

    private void request(boolean changesOnly) throws IOException {
        send(ByteBuffer.allocate(10)
                .put((byte) 3)
                .put((byte) (changesOnly ? 1 : 0))
                .putInt(0)
                .putShort((short) width)
                .putShort((short) height));
    }

    private void send(ByteBuffer message) throws IOException {
        message.rewind();
        while (message.hasRemaining()) {
            channel.write(message);
        }
    }

    private void read() {
        try {
            while (!closed) {
                if (in.readUnsignedByte() != 0) {
                    throw new IOException("the server sends what was not asked for");
                }
                in.readUnsignedByte();
                for (int left = in.readUnsignedShort(); left > 0; left--) {
                    rectangle();
                }
                updates++;
                request(true);
            }
        } catch (IOException failed) {
            failure.compareAndSet(null, failed);
        }
    }

    private void rectangle() throws IOException {
        in.readInt();
        int pixels = in.readUnsignedShort() * in.readUnsignedShort();
        int length = in.readInt() == ZRLE ? in.readInt() : pixels * Integer.BYTES;
        in.skipNBytes(length);
        bytes += length;
    }

    /** Waits until it has received that many updates. */
    void awaitUpdates(int count) throws IOException, InterruptedException {
        long end = System.nanoTime() + TIMEOUT_NANOS;
        while (updates < count) {
            IOException failed = failure.get();
            if (failed != null) {
                throw failed;
            } else if (System.nanoTime() - end > 0) {
                throw new IOException("no update within 60 s");
            }
            Thread.sleep(10);
        }
    }

    long updates() {
        return updates;
    }

    /** @return bytes of pictures that have come */
    long bytes() {
        return bytes;
    }

    @Override
    public void close() {
        closed = true;
        try {
            channel.close();
        } catch (IOException gone) {
            failure.compareAndSet(null, gone);
        }
    }
}
