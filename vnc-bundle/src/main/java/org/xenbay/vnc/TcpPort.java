// SPDX-License-Identifier: Apache-2.0
package org.xenbay.vnc;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.net.UnknownHostException;
import java.nio.channels.ServerSocketChannel;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
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
    private static final Pattern IPV4 = Pattern.compile("(?:(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)(?:\\.(?!$)|$)){4}");

    /** What begins so is taken as a number or refused, and never looked up. */
    private static final Pattern IPV6 = Pattern.compile("(?=.*:)[0-9a-fA-F:][0-9a-fA-F:.]*(?:%[\\w.-]+)?");

    /** The last port that is tried for the next free one. */
    private static final int LAST_TRIED = 5999;

    private static final int MAX_PORT = 65_535;
    private static final int BACKLOG = 64;

    private static int first(VncRequest request) {
        return FIRST + request.display();
    }

    /** @return whether the request can be met by this port only */
    boolean isNeededBy(VncRequest request) {
        return request.isWanted()
                && !request.isNextFree()
                && first(request) == port
                && host(request.listen()).equals(host);
    }

    /**
     * Listens.
     *
     * @throws IOException when no port is free, or the interface is not there
     */
    static TcpPort open(VncRequest request) throws IOException {
        InetAddress address = address(request.listen());
        String host = host(request.listen());
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

    /**
     * Resolves no names: a resolver may take long.
     *
     * @param listen the number of an address, perhaps in brackets; empty for the loopback interface
     * @throws IOException when it is something else
     */
    static InetAddress address(String listen) throws IOException {
        String number = host(listen).replaceFirst("^\\[(.*)]$", "$1");
        try {
            if (IPV4.matcher(number).matches() || IPV6.matcher(number).matches()) {
                return InetAddress.getByName(number);
            }
        } catch (UnknownHostException wrong) {
            throw noNumber(listen, wrong);
        }
        throw noNumber(listen, null);
    }

    private static IOException noNumber(String listen, @Nullable Exception cause) {
        return new IOException(
                "vnclisten is the number of an address, such as 127.0.0.1 or ::1, not " + listen.strip(), cause);
    }

    private static String host(String listen) {
        return listen.isBlank() || listen.strip().equals("localhost") ? "127.0.0.1" : listen.strip();
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
            return !address(host).isLoopbackAddress();
        } catch (IOException unknown) {
            return true;
        }
    }

    @Override
    public String toString() {
        return host + " port " + port;
    }
}
