// SPDX-License-Identifier: Apache-2.0
package org.xenbay.fuzz;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;

/** A client on a UNIX socket that sends bytes, and takes in what comes without looking at it. */
final class StreamPeer implements AutoCloseable {

    private final SocketChannel channel;
    private final ByteBuffer taken = ByteBuffer.allocate(1 << 16);
    private long received;

    StreamPeer(Path socket) throws IOException {
        channel = SocketChannel.open(UnixDomainSocketAddress.of(socket));
        channel.configureBlocking(false);
    }

    /** @return false when the server has ended the connection */
    boolean send(byte[] bytes) {
        try {
            ByteBuffer left = ByteBuffer.wrap(bytes);
            while (left.hasRemaining()) {
                channel.write(left);
                take();
            }
            return true;
        } catch (IOException ended) {
            return false;
        }
    }

    /** @return number of bytes that have come so far, or -1 at the end of the stream */
    long take() {
        try {
            int count = 1;
            while (count > 0) {
                count = channel.read(taken.clear());
                received += Math.max(0, count);
            }
            return count < 0 ? -1 : received;
        } catch (IOException ended) {
            return -1;
        }
    }

    /** Sends no more; the server ends the connection when it has taken all. */
    void finish() {
        try {
            channel.shutdownOutput();
        } catch (IOException ended) {
            // The server has ended it before.
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
