// SPDX-License-Identifier: Apache-2.0
package org.xenbay.vnc;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import org.xenbay.api.access.FailedAttempts;

/**
 * A channel as streams. The streams of {@code java.nio.channels.Channels} block writes while another thread waits for
 * input.
 */
final class ChannelStreams {

    private ChannelStreams() {}

    /** Reads at least one byte, or says -1 at the end. */
    @FunctionalInterface
    interface Source {
        int read(byte[] target, int offset, int length) throws IOException;
    }

    /** Takes some of the bytes that remain. */
    @FunctionalInterface
    interface Sink {
        void write(ByteBuffer bytes) throws IOException;
    }

    static InputStream input(SocketChannel channel) {
        return input((target, offset, length) -> channel.read(ByteBuffer.wrap(target, offset, length)));
    }

    static OutputStream output(SocketChannel channel) {
        return output(channel::write);
    }

    static InputStream input(Source source) {
        return new InputStream() {
            @Override
            public int read() throws IOException {
                byte[] one = new byte[1];
                return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
            }

            @Override
            public int read(byte[] target, int offset, int length) throws IOException {
                return source.read(target, offset, length);
            }
        };
    }

    static OutputStream output(Sink sink) {
        return new OutputStream() {
            @Override
            public void write(int value) throws IOException {
                write(new byte[] {(byte) value}, 0, 1);
            }

            @Override
            public void write(byte[] source, int offset, int length) throws IOException {
                ByteBuffer bytes = ByteBuffer.wrap(source, offset, length);
                while (bytes.hasRemaining()) {
                    sink.write(bytes);
                }
            }
        };
    }

    /** @return where a client comes from: as {@link FailedAttempts#peer}, or a word for all that come by a UNIX socket */
    static String peer(SocketChannel channel) throws IOException {
        return channel.getRemoteAddress() instanceof InetSocketAddress remote
                ? FailedAttempts.peer(remote.getAddress())
                : "local";
    }
}
