// SPDX-License-Identifier: Apache-2.0
package org.xenbay.xenstore.client;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.xenbay.xenstore.wire.Message;

/**
 * The daemon's UNIX socket, without blocking: the requesting thread writes a request when the socket has room, otherwise
 * the reader thread does. A blocking channel would be closed for all threads when a requesting thread is interrupted.
 */
final class SocketTransport implements Transport {

    private final Path socket;
    private final SocketChannel channel;
    private final Selector selector;
    private final SelectionKey key;
    private final Object writing = new Object();
    private final Deque<ByteBuffer> unsent = new ArrayDeque<>();

    @GuardedBy("writing")
    private @Nullable IOException sendFailure;

    private SocketTransport(Path socket, SocketChannel channel, Selector selector) throws IOException {
        this.socket = socket;
        this.channel = channel;
        this.selector = selector;
        channel.configureBlocking(false);
        this.key = channel.register(selector, SelectionKey.OP_READ);
    }

    static SocketTransport connect(Path socket) throws IOException {
        SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket));
        Selector selector = null;
        try {
            selector = Selector.open();
            return new SocketTransport(socket, channel, selector);
        } catch (IOException failed) {
            channel.close();
            if (selector != null) {
                selector.close();
            }
            throw failed;
        }
    }

    @Override
    public Path place() {
        return socket;
    }

    @Override
    public int maxMessage() {
        return Message.HEADER_LENGTH + Message.MAX_PAYLOAD;
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
        try {
            while (true) {
                int count = channel.read(target);
                if (count != 0) {
                    return count;
                }
                synchronized (writing) {
                    writeUnsent();
                    if (sendFailure != null) {
                        throw sendFailure;
                    }
                    key.interestOps(SelectionKey.OP_READ | (unsent.isEmpty() ? 0 : SelectionKey.OP_WRITE));
                }
                selector.select();
                selector.selectedKeys().clear();
            }
        } catch (ClosedSelectorException | CancelledKeyException closed) {
            throw new ClosedChannelException();
        }
    }

    @Override
    public void send(List<byte[]> messages) {
        synchronized (writing) {
            if (sendFailure != null) {
                return;
            }
            boolean wasIdle = unsent.isEmpty();
            unsent.add(joined(messages));
            if (wasIdle) {
                try {
                    writeUnsent();
                } catch (IOException failed) {
                    sendFailure = failed;
                    unsent.clear();
                    selector.wakeup();
                }
                if (!unsent.isEmpty()) {
                    selector.wakeup();
                }
            }
        }
    }

    @Override
    public void close() throws IOException {
        try {
            channel.close();
        } finally {
            selector.close();
        }
    }

    private void writeUnsent() throws IOException {
        while (!unsent.isEmpty()) {
            channel.write(unsent.peek());
            if (unsent.peek().hasRemaining()) {
                return;
            }
            unsent.poll();
        }
    }

    private static ByteBuffer joined(List<byte[]> messages) {
        if (messages.size() == 1) {
            return ByteBuffer.wrap(messages.get(0));
        }
        int length = messages.stream().mapToInt(message -> message.length).sum();
        ByteBuffer joined = ByteBuffer.allocate(length);
        messages.forEach(joined::put);
        return joined.flip();
    }
}
