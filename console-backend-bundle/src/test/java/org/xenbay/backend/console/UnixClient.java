// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.console;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** A program on this host that uses a console's socket. */
final class UnixClient implements AutoCloseable {

    final SocketChannel channel;

    UnixClient(Path path) throws IOException {
        channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        channel.connect(UnixDomainSocketAddress.of(path));
    }

    byte[] read(int count) throws IOException {
        ByteArrayOutputStream read = new ByteArrayOutputStream();
        ByteBuffer buffer = ByteBuffer.allocate(4096);
        while (read.size() < count) {
            buffer.clear().limit(Math.min(buffer.capacity(), count - read.size()));
            int n = channel.read(buffer);
            if (n < 0) {
                throw new IOException("the console hung up after " + read.size() + " bytes");
            }
            read.write(buffer.array(), 0, n);
        }
        return read.toByteArray();
    }

    String text(int count) throws IOException {
        return new String(read(count), StandardCharsets.UTF_8);
    }

    void write(byte[] bytes) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
    }

    boolean isAtEnd() throws IOException {
        return channel.read(ByteBuffer.allocate(1)) < 0;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
