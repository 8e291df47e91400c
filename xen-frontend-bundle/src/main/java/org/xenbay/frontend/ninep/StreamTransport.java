// SPDX-License-Identifier: Apache-2.0
package org.xenbay.frontend.ninep;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.xenbay.api.thread.DaemonThreads;

/** A server on a stream socket. A separate thread reads replies, until {@link #close}. */
public final class StreamTransport implements NinePTransport, AutoCloseable {

    private static final int HEADER = 7;
    private static final int MOST = 1 << 20;

    private final SocketChannel channel;
    private final Map<Integer, CompletableFuture<byte[]>> pending = new ConcurrentHashMap<>();
    private volatile boolean gone;

    /** @param channel connected to the server, and closed with this */
    public StreamTransport(SocketChannel channel) {
        this.channel = channel;
        DaemonThreads.start("9p-client", this::receive);
    }

    @Override
    public int mostMessage() {
        return MOST;
    }

    @Override
    public CompletableFuture<byte[]> send(byte[] message) {
        CompletableFuture<byte[]> reply = new CompletableFuture<>();
        pending.put(tag(message), reply);
        try {
            synchronized (channel) {
                ByteBuffer bytes = ByteBuffer.wrap(message);
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
            }
        } catch (IOException failed) {
            reply.completeExceptionally(failed);
        }
        if (gone) {
            fail(new EOFException("the server is gone"));
        }
        return reply;
    }

    private static int tag(byte[] message) {
        return ByteBuffer.wrap(message).order(ByteOrder.LITTLE_ENDIAN).getShort(5) & 0xFFFF;
    }

    private void receive() {
        try (DataInputStream in = new DataInputStream(Channels.newInputStream(channel))) {
            while (true) {
                int length = Integer.reverseBytes(in.readInt());
                if (length < HEADER || length > MOST) {
                    throw new IOException("a reply of " + length + " bytes");
                }
                byte[] reply = new byte[length];
                ByteBuffer.wrap(reply).order(ByteOrder.LITTLE_ENDIAN).putInt(length);
                in.readFully(reply, 4, length - 4);
                CompletableFuture<byte[]> waiting = pending.remove(tag(reply));
                if (waiting != null) {
                    waiting.complete(reply);
                }
            }
        } catch (IOException ended) {
            gone = true;
            fail(ended);
        }
    }

    private void fail(IOException why) {
        pending.values().forEach(each -> each.completeExceptionally(why));
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
