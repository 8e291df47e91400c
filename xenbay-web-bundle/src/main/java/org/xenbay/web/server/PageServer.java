// SPDX-License-Identifier: Apache-2.0
package org.xenbay.web.server;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.net.ssl.SSLContext;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.io.ArrayByteBufferPool;
import org.eclipse.jetty.io.ByteBufferPool;
import org.eclipse.jetty.server.AbstractConnector;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.unixdomain.server.UnixDomainServerConnector;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.websocket.core.server.WebSocketServerComponents;

/** The server of the page, from its start until it is closed. */
public final class PageServer implements AutoCloseable {

    /** Says in the log whenever the limit is reached and is not any more: anybody who connects can have it do so. */
    private static final Logger LIMIT = Logger.getLogger(NetworkConnectionLimit.class.getName());

    static {
        LIMIT.setLevel(Level.WARNING);
    }

    private static final int MAX_THREADS = 8;
    private static final int MIN_THREADS = 2;
    private static final int THREAD_IDLE_MILLIS = 20_000;
    private static final int MAX_CONNECTIONS = 64;

    /** By the UNIX socket, where those by TCP do not count. */
    private static final int MAX_LOCAL = 32;

    private static final long FIRST_REQUEST_MILLIS = 15_000;
    private static final int MAX_HEADERS = 8 * 1024;
    private static final int IDLE_MILLIS = 60_000;
    private static final int BUFFER = 16 * 1024;
    private static final int MAX_BUFFER = 64 * 1024;
    private static final long MAX_POOL = 512 * 1024;

    private final Server server;
    private final PageHandler handler;
    private final List<String> addresses = new ArrayList<>();

    private PageServer(Server server, PageHandler handler) {
        this.server = server;
        this.handler = handler;
    }

    /**
     * Begins to listen.
     *
     * @param config how
     * @param page what is served
     * @return the server
     * @throws IOException when it cannot: the message says where, and why
     */
    public static PageServer start(PageConfig config, Page page) throws IOException {
        return start(config, page, FIRST_REQUEST_MILLIS);
    }

    /** @param millis how long a connection may take until something is asked by it */
    static PageServer start(PageConfig config, Page page, long millis) throws IOException {
        QueuedThreadPool threads = new QueuedThreadPool(MAX_THREADS, MIN_THREADS, THREAD_IDLE_MILLIS);
        threads.setName("xenbay-web");
        threads.setDaemon(true);
        threads.setReservedThreads(0);
        ByteBufferPool pool =
                new ArrayByteBufferPool(0, BUFFER, MAX_BUFFER, MAX_CONNECTIONS + MAX_LOCAL, MAX_POOL, MAX_POOL);
        Server server = new Server(threads, null, pool);
        server.setStopTimeout(0);
        PageHandler handler =
                new PageHandler(config, page, WebSocketServerComponents.ensureWebSocketComponents(server));
        server.setHandler(handler);
        PageServer made = new PageServer(server, handler);
        try {
            made.listen(config, millis);
            server.start();
            made.note(config);
            return made;
        } catch (Exception failed) {
            made.closeAfter(failed);
            throw new IOException("the page cannot be served: " + reason(failed), failed);
        }
    }

    private void closeAfter(Exception failed) {
        try {
            close();
        } catch (RuntimeException again) {
            failed.addSuppressed(again);
        }
    }

    private static String reason(Exception failed) {
        Throwable cause = failed.getCause();
        return cause == null ? String.valueOf(failed.getMessage()) : failed.getMessage() + ": " + cause.getMessage();
    }

    private void listen(PageConfig config, long millis) throws IOException {
        if (!config.address().isEmpty()) {
            ServerConnector tcp = new ServerConnector(server, 0, 1, factories(config, millis));
            tcp.setHost(config.address());
            tcp.setPort(config.port());
            add(tcp, MAX_CONNECTIONS);
        }
        if (config.socket().isPresent()) {
            Path path = config.socket().get();
            SocketPlace.prepare(path);
            UnixDomainServerConnector unix =
                    new UnixDomainServerConnector(server, 0, 1, new PageConnections(http(), millis));
            unix.setUnixDomainPath(path);
            add(unix, MAX_LOCAL);
        }
    }

    private void add(AbstractConnector connector, int most) {
        connector.setIdleTimeout(IDLE_MILLIS);
        server.addConnector(connector);
        server.addBean(new NetworkConnectionLimit(most, connector));
    }

    private static HttpConfiguration http() {
        HttpConfiguration http = new HttpConfiguration();
        http.setSendServerVersion(false);
        http.setRequestHeaderSize(MAX_HEADERS);
        http.setResponseHeaderSize(MAX_HEADERS);
        http.setOutputBufferSize(BUFFER);
        http.setOutputAggregationSize(BUFFER);
        return http;
    }

    private static ConnectionFactory[] factories(PageConfig config, long millis) {
        HttpConfiguration http = http();
        if (config.tls().isEmpty()) {
            return new ConnectionFactory[] {new PageConnections(http, millis)};
        }
        http.addCustomizer(new SecureRequestCustomizer(false));
        return new ConnectionFactory[] {
            new SslConnectionFactory(tls(config.tls().get()), HttpVersion.HTTP_1_1.asString()),
            new PageConnections(http, millis)
        };
    }

    private static SslContextFactory.Server tls(SSLContext context) {
        SslContextFactory.Server factory = new SslContextFactory.Server();
        factory.setSslContext(context);
        factory.setIncludeProtocols("TLSv1.2", "TLSv1.3");
        return factory;
    }

    private void note(PageConfig config) {
        for (var connector : server.getConnectors()) {
            if (connector instanceof ServerConnector tcp) {
                InetSocketAddress address = new InetSocketAddress(config.address(), tcp.getLocalPort());
                String host = config.names().isEmpty()
                        ? literal(address)
                        : config.names().get(0);
                addresses.add(
                        (config.tls().isPresent() ? "https://" : "http://") + host + ":" + tcp.getLocalPort() + "/");
            }
        }
        config.socket().ifPresent(path -> addresses.add(path.toString()));
    }

    private static String literal(InetSocketAddress address) {
        String text = address.getAddress().getHostAddress();
        return text.indexOf(':') < 0 ? text : "[" + text + "]";
    }

    /** @return the port; 0 without TCP */
    public int port() {
        return Arrays.stream(server.getConnectors())
                .filter(ServerConnector.class::isInstance)
                .mapToInt(tcp -> ((ServerConnector) tcp).getLocalPort())
                .findFirst()
                .orElse(0);
    }

    /** @return where it listens: URLs, and the path of a UNIX socket */
    public List<String> addresses() {
        return List.copyOf(addresses);
    }

    @Override
    public void close() {
        try {
            handler.close();
        } finally {
            stop();
        }
    }

    private void stop() {
        try {
            server.stop();
        } catch (Exception failed) {
            throw new IllegalStateException("the page's server does not stop", failed);
        }
    }
}
