// SPDX-License-Identifier: Apache-2.0
package org.xenbay.devicemodel;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** A program that speaks QMP, as libxl does. */
final class QmpClient implements AutoCloseable {

    private final SocketChannel channel;
    private final BufferedReader reader;

    QmpClient(Path socket) throws IOException {
        channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        channel.connect(UnixDomainSocketAddress.of(socket));
        reader = new BufferedReader(new InputStreamReader(Channels.newInputStream(channel), StandardCharsets.UTF_8));
    }

    /** A client that has said that it is ready. */
    static QmpClient negotiated(Path socket) throws IOException {
        QmpClient client = new QmpClient(socket);
        client.read();
        client.ask("{\"execute\":\"qmp_capabilities\"}");
        return client;
    }

    /** @return the next line; null at the end */
    String read() throws IOException {
        return reader.readLine();
    }

    void write(String text) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    void write(byte[] bytes) throws IOException {
        channel.write(ByteBuffer.wrap(bytes));
    }

    void writeUnchecked(String text) {
        try {
            write(text);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    void setBlocking(boolean blocking) throws IOException {
        channel.configureBlocking(blocking);
    }

    /** @return how many bytes were taken now */
    int writeSome(String text) throws IOException {
        return channel.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
    }

    String ask(String command) throws IOException {
        write(command + "\r\n");
        return read();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
