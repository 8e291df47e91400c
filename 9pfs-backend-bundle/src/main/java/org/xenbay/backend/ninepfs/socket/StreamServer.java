// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.ninepfs.socket;

import java.io.Closeable;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.xenbay.api.budget.Allowance;
import org.xenbay.api.socket.AcceptLoop;
import org.xenbay.api.socket.LocalSocket;
import org.xenbay.api.thread.DaemonThreads;
import org.xenbay.backend.ninepfs.server.Conversation;
import org.xenbay.backend.ninepfs.server.Lane;
import org.xenbay.backend.ninepfs.server.Limits;

/**
 * Listens on one socket of this host. Each client is served as root of the share; the socket's permissions say who may connect.
 */
public final class StreamServer implements AutoCloseable {

    private static final Logger LOG = System.getLogger(StreamServer.class.getName());
    private static final int MAX_CLIENTS = 16;

    private final ServerSocketChannel server;
    private final Closeable file;
    private final SocketAddress address;
    private final Clients clients;
    private final Set<StreamConnection> connections = ConcurrentHashMap.newKeySet();

    /** Makes what each client gets. */
    public interface Clients {

        /** @return memory of one client */
        Allowance memory();

        /** @return does the work of one client */
        Lane lane();

        /**
         * @param lane does the client's work
         * @param most most bytes of a message
         * @return the conversation with one client
         */
        Conversation converse(Lane lane, int most);
    }

    private StreamServer(ServerSocketChannel server, Closeable file, SocketAddress address, Clients clients) {
        this.server = server;
        this.file = file;
        this.address = address;
        this.clients = clients;
        AcceptLoop loop = new AcceptLoop(address, server, this::connected, failure -> LOG.log(Level.WARNING, failure));
        DaemonThreads.start("xenbay-9pfs-listen", loop::run);
    }

    /**
     * @param socket a UNIX socket's file, which only this user may connect to; a file that no process serves any more is
     *     replaced
     * @param clients what each client gets
     * @return the server, listening
     * @throws IOException when it cannot listen there
     */
    public static StreamServer unix(Path socket, Clients clients) throws IOException {
        LocalSocket file = LocalSocket.listen(socket.toAbsolutePath(), LocalSocket.Access.OWNER);
        return new StreamServer(file.channel(), file::close, UnixDomainSocketAddress.of(file.path()), clients);
    }

    /**
     * @param port of the loopback address; 0 for a port that the kernel chooses
     * @param clients what each client gets
     * @return the server, listening
     * @throws IOException when it cannot listen there
     */
    public static StreamServer loopback(int port, Clients clients) throws IOException {
        ServerSocketChannel server = ServerSocketChannel.open();
        try {
            server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return new StreamServer(server, server, server.getLocalAddress(), clients);
        } catch (IOException failed) {
            server.close();
            throw failed;
        }
    }

    /** @return where it listens */
    public SocketAddress address() {
        return address;
    }

    private void connected(SocketChannel client) throws IOException {
        if (connections.size() >= MAX_CLIENTS) {
            LOG.log(Level.WARNING, "more than " + MAX_CLIENTS + " clients on a 9p socket: one is refused");
            client.close();
            return;
        }
        Allowance part = clients.memory();
        if (part.tryTake(StreamConnection.needs(Limits.MAX_MSIZE))) {
            begin(client, part);
        } else {
            LOG.log(Level.WARNING, "a client of a 9p socket is refused: the memory for such clients is used up");
            client.close();
        }
    }

    private void begin(SocketChannel client, Allowance part) {
        StreamConnection connection = new StreamConnection(client, Limits.MAX_MSIZE, part);
        connections.add(connection);
        boolean begun = false;
        try {
            Lane lane = clients.lane();
            Conversation conversation = clients.converse(lane, Limits.MAX_MSIZE);
            lane.attach(connection);
            DaemonThreads.start("xenbay-9pfs-client", () -> {
                serve(connection, lane, conversation);
                connections.remove(connection);
            });
            begun = true;
        } finally {
            if (!begun) {
                connections.remove(connection);
                connection.close();
            }
        }
    }

    private static void serve(StreamConnection connection, Lane lane, Conversation conversation) {
        try {
            lane.enter();
        } catch (Exception failed) {
            LOG.log(Level.ERROR, "a client is not served, because its thread could not confine itself", failed);
            conversation.close();
            connection.close();
            return;
        }
        connection.serve(lane, conversation);
    }

    /** Stops listening and cuts off all clients. */
    @Override
    public void close() {
        try {
            server.close();
            file.close();
        } catch (IOException failed) {
            LOG.log(Level.WARNING, "a 9p socket did not close properly: " + failed.getMessage());
        }
        connections.forEach(StreamConnection::close);
    }
}
