// SPDX-License-Identifier: Apache-2.0
package org.xenbay.vnc;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.ServerSocketChannel;
import org.xenbay.api.screen.VncRequest;

/**
 * A port where viewers connect, as a toolstack wants it.
 *
 * @param host address of the interface
 * @param port its number
 * @param listening the port, listened on
 */
record TcpPort(String host, int port, RfbAddress.Listening listening) {

    private static final int FIRST = 5900;

    /** The last port that is tried for the next free one. */
    private static final int LAST_TRIED = 5999;

    private static final int MAX_PORT = 65_535;
    private static final int BACKLOG = 64;

    /** @return the first port that a toolstack wants; 0 for none */
    static int first(VncRequest request) {
        return request.isWanted() ? FIRST + request.display() : 0;
    }

    /**
     * Listens.
     *
     * @throws IOException when no port is free, or the interface is not there
     */
    static TcpPort open(VncRequest request) throws IOException {
        String host =
                request.listen().isBlank() ? "127.0.0.1" : request.listen().strip();
        InetAddress address = InetAddress.getByName(host);
        int first = first(request);
        if (request.display() < 0 || first > MAX_PORT) {
            throw new IOException("there is no display " + request.display());
        }
        for (int port = first; ; port++) {
            try {
                ServerSocketChannel channel = bind(new InetSocketAddress(address, port));
                return new TcpPort(host, port, new RfbAddress.Listening(channel, channel));
            } catch (BindException taken) {
                if (!request.isNextFree() || port >= LAST_TRIED) {
                    throw new IOException(
                            "cannot listen on " + host + " port " + port + ": " + taken.getMessage(), taken);
                }
            }
        }
    }

    private static ServerSocketChannel bind(InetSocketAddress address) throws IOException {
        ServerSocketChannel channel = ServerSocketChannel.open();
        try {
            channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            return channel.bind(address, BACKLOG);
        } catch (IOException | RuntimeException failed) {
            channel.close();
            throw failed;
        }
    }

    boolean isOpenToOthers() {
        try {
            return !InetAddress.getByName(host).isLoopbackAddress();
        } catch (IOException unknown) {
            return true;
        }
    }

    @Override
    public String toString() {
        return host + " port " + port;
    }
}
