package org.xenbay.backend.ninepfs.socket;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.xenbay.backend.ninepfs.server.Conversation;
import org.xenbay.backend.ninepfs.server.Limits;

/** Listens on one socket of this host. Whoever connects is served as root of the share is: who may, guards the socket. */
public final class StreamServer implements AutoCloseable {

    private static final Logger LOG = System.getLogger(StreamServer.class.getName());
    private static final int MOST_CLIENTS = 16;

    private final ServerSocketChannel server;
    private final Path file;
    private final Opener opener;
    private final Set<StreamConnection> connections = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    /** Begins a conversation. */
    @FunctionalInterface
    public interface Opener {

        /**
         * @param most most bytes of a message
         * @param whenRoom to be run after each request that ended
         * @return the conversation
         */
        Conversation open(int most, Runnable whenRoom);
    }

    private StreamServer(ServerSocketChannel server, Path file, Opener opener) {
        this.server = server;
        this.file = file;
        this.opener = opener;
        Thread thread = new Thread(this::accept, "xenbay-9pfs-listen");
        thread.setDaemon(true);
        thread.start();
    }

    /**
     * @param socket a UNIX socket's file, which only this user may connect to; one that is there already is replaced
     * @param opener begins a conversation with each client
     * @return the server, listening
     * @throws IOException when it cannot listen there
     */
    public static StreamServer unix(Path socket, Opener opener) throws IOException {
        ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            Files.deleteIfExists(socket);
            server.bind(UnixDomainSocketAddress.of(socket));
            Files.setPosixFilePermissions(socket, PosixFilePermissions.fromString("rw-------"));
            return new StreamServer(server, socket, opener);
        } catch (IOException failed) {
            server.close();
            throw failed;
        }
    }

    /**
     * @param port of the loopback address, 0 for any
     * @param opener begins a conversation with each client
     * @return the server, listening
     * @throws IOException when it cannot listen there
     */
    public static StreamServer loopback(int port, Opener opener) throws IOException {
        ServerSocketChannel server = ServerSocketChannel.open();
        try {
            server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return new StreamServer(server, null, opener);
        } catch (IOException failed) {
            server.close();
            throw failed;
        }
    }

    /**
     * @return where it listens
     * @throws IOException when it does not any more
     */
    public SocketAddress address() throws IOException {
        return server.getLocalAddress();
    }

    private void accept() {
        while (!closed) {
            try {
                SocketChannel client = server.accept();
                if (connections.size() >= MOST_CLIENTS) {
                    LOG.log(Level.WARNING, "more than " + MOST_CLIENTS + " clients on a 9p socket: one is refused");
                    client.close();
                } else {
                    begin(client);
                }
            } catch (IOException failed) {
                if (!closed) {
                    LOG.log(Level.ERROR, "no more clients are served: " + failed.getMessage());
                }
                return;
            }
        }
    }

    private void begin(SocketChannel client) {
        StreamConnection connection = new StreamConnection(client, Limits.MOST_MSIZE);
        connections.add(connection);
        Conversation conversation = opener.open(Limits.MOST_MSIZE, connection::hasRoom);
        Thread thread = new Thread(
                () -> {
                    serve(connection, conversation);
                    connections.remove(connection);
                },
                "xenbay-9pfs-client");
        thread.setDaemon(true);
        thread.start();
    }

    private static void serve(StreamConnection connection, Conversation conversation) {
        try {
            conversation.enter();
        } catch (Exception failed) {
            LOG.log(Level.ERROR, "a client is not served, as its thread could not confine itself", failed);
            conversation.close();
            connection.close();
            return;
        }
        connection.serve(conversation);
    }

    /** Stops listening and cuts off all clients. */
    @Override
    public void close() {
        closed = true;
        try {
            server.close();
            if (file != null) {
                Files.deleteIfExists(file);
            }
        } catch (IOException failed) {
            LOG.log(Level.WARNING, "a 9p socket did not close properly: " + failed.getMessage());
        }
        connections.forEach(StreamConnection::close);
    }
}
