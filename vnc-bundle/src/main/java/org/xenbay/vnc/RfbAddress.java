// SPDX-License-Identifier: Apache-2.0
package org.xenbay.vnc;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Path;
import java.util.Optional;
import org.xenbay.api.socket.LocalSocket;

/**
 * The address of a server for viewers: a UNIX socket, or a port of the loopback interface.
 *
 * @param path of the socket
 * @param port 0 for any that is free, when there is no path
 */
record RfbAddress(Optional<Path> path, int port) {

    /** @throws IllegalArgumentException when not exactly one of both is given */
    static RfbAddress of(String socket, int port) {
        boolean local = !socket.isBlank();
        if (local == (port != 0)) {
            throw new IllegalArgumentException("either socket=… or port=… says where viewers connect");
        }
        if (port < 0 || port > 65535) {
            throw new IllegalArgumentException("port is from 1 to 65535, not " + port);
        }
        return new RfbAddress(local ? Optional.of(Path.of(socket).toAbsolutePath()) : Optional.empty(), port);
    }

    /** Listens. The end of the result removes a socket's file too. */
    Listening listen() throws IOException {
        if (path.isPresent()) {
            LocalSocket socket = LocalSocket.listen(path.get(), LocalSocket.Access.OWNER);
            return new Listening(socket.channel(), socket::close);
        }
        ServerSocketChannel channel = ServerSocketChannel.open();
        try {
            channel.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return new Listening(channel, channel);
        } catch (IOException | RuntimeException failed) {
            channel.close();
            throw failed;
        }
    }

    /**
     * @param channel listening, blocking
     * @param end ends it
     */
    record Listening(ServerSocketChannel channel, Closeable end) {}

    @Override
    public String toString() {
        return path.map(Path::toString).orElse("port " + port);
    }
}
