// SPDX-License-Identifier: Apache-2.0
package org.xenbay.web.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.xenbay.web.host.HostServices;
import org.xenbay.web.host.LogLines;

/** Whoever connects and does nothing is in nobody's way. */
@Timeout(60)
class ConnectionsTest {

    private static final int MILLIS = 30_000;

    @TempDir
    Path folder;

    private final LogLines log = new LogLines();
    private PageServer server;

    @AfterEach
    void stop() {
        server.close();
        log.close();
    }

    private void start(long millis, @Nullable SSLContext tls) throws IOException {
        PageFolder own = new PageFolder(folder);
        server =
                PageServer.start(own.config("127.0.0.1", own.socket(), tls), own.page(new HostServices(), log), millis);
    }

    private Path socket() {
        return new PageFolder(folder).socket();
    }

    private Socket connect(String text) throws IOException {
        Socket socket = new Socket();
        socket.connect(new InetSocketAddress("127.0.0.1", server.port()), MILLIS);
        socket.setSoTimeout(MILLIS);
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    @Test
    void theSocketIsThereHoweverManyConnectByTcp() throws IOException {
        start(60_000, null);
        List<Socket> sockets = new ArrayList<>();
        try {
            for (int i = 0; i < 80; i++) {
                sockets.add(connect("GET "));
            }
            try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
                channel.connect(UnixDomainSocketAddress.of(socket()));
                channel.write(ByteBuffer.wrap("GET /login HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
                        .getBytes(StandardCharsets.US_ASCII)));
                assertThat(new String(Channels.newInputStream(channel).readAllBytes(), StandardCharsets.UTF_8))
                        .startsWith("HTTP/1.1 200 ");
            }
        } finally {
            for (Socket socket : sockets) {
                socket.close();
            }
        }
    }

    @Test
    void aConnectionByWhichNothingIsAskedIsClosed() throws IOException {
        start(200, null);
        for (String text : List.of("", "GET /login HTTP/1.1\r\nHost: localh")) {
            try (Socket socket = connect(text)) {
                assertThat(socket.getInputStream().read()).as(text).isEqualTo(-1);
            }
        }
    }

    @Test
    void byTlsItIsClosedToo() throws IOException, NoSuchAlgorithmException {
        start(200, SSLContext.getDefault());
        try (Socket socket = connect("")) {
            assertThat(socket.getInputStream().read()).isEqualTo(-1);
        }
    }
}
