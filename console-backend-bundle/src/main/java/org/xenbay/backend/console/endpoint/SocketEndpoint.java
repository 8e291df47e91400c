// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.console.endpoint;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.xenbay.api.device.DeviceContext;
import org.xenbay.api.socket.AcceptFailures;
import org.xenbay.api.socket.LocalSocket;
import org.xenbay.backend.console.flow.Console;
import org.xenbay.backend.console.flow.Endpoint;
import org.xenbay.backend.console.handover.ParkedConsole;
import org.xenbay.backend.console.handover.Readers;
import org.xenbay.backend.console.output.OutputCursor;

/**
 * A UNIX stream socket that several programs connect to, at the same time or one after another.
 *
 * <p>Output is kept while no program is connected. A new client first gets the output that no client has got yet; from then on
 * all clients get everything. A program that reconnects thereby continues where it stopped.
 */
public final class SocketEndpoint implements Endpoint, StreamClient.Owner {

    private static final String SERVER = "socket.server";
    private static final String CLIENT = "socket.client.";

    /** Most programs at the same time: each takes a descriptor. */
    public static final int MAX_CLIENTS = 16;

    private final Console console;
    private final DeviceContext device;
    private final SocketLoop loop;
    private final Path path;
    private final LocalSocket server;
    private final OutputCursor undelivered;
    private final boolean marked;
    private final List<Connection> connections = new ArrayList<>();
    private final AcceptFailures failures;
    private long accepted;
    private boolean closed;

    /** A program that is connected. */
    private record Connection(SocketChannel channel, StreamClient client) {}

    /**
     * @param console the console
     * @param device the console's device
     * @param loop waits for the sockets
     * @param server the socket, listening; belongs to this endpoint from now on
     * @param undelivered place of the first output that no program has got
     * @param marked whether gaps are marked for programs
     */
    public SocketEndpoint(
            Console console,
            DeviceContext device,
            SocketLoop loop,
            LocalSocket server,
            OutputCursor undelivered,
            boolean marked) {
        this.console = console;
        this.device = device;
        this.loop = loop;
        this.server = server;
        this.path = server.path();
        this.undelivered = undelivered;
        this.marked = marked;
        this.failures = new AcceptFailures(line -> device.log().error(line));
    }

    /**
     * Waits for programs from now on.
     *
     * @throws IOException when the socket is closed
     */
    public void open() throws IOException {
        server.channel().configureBlocking(false);
        awaitConnection();
    }

    /**
     * Continues with the programs that are connected to a predecessor.
     *
     * @param parked the predecessor's state, with their sockets
     */
    public void adopt(ParkedConsole parked) {
        for (int i = 0; ; i++) {
            Optional<SocketChannel> channel = parked.take(CLIENT + i, SocketChannel.class);
            if (channel.isEmpty()) {
                return;
            }
            OutputCursor cursor = parked.place(CLIENT + i)
                    .map(place -> place.in(console.output(), treatment()))
                    .orElseGet(() -> undelivered.fork(treatment()));
            serve(channel.get(), cursor);
        }
    }

    private void awaitConnection() {
        loop.await(server.channel(), SelectionKey.OP_ACCEPT, () -> device.execute(this::accept));
    }

    private void accept() {
        if (closed) {
            return;
        }
        try {
            SocketChannel channel = server.channel().accept();
            while (channel != null) {
                failures.accepted();
                welcome(channel);
                channel = server.channel().accept();
            }
            awaitConnection();
        } catch (IOException failed) {
            device.schedule(failures.pause(path, failed), this::accept);
        }
    }

    private void welcome(SocketChannel channel) throws IOException {
        if (connections.size() >= MAX_CLIENTS) {
            device.log().error("more than " + MAX_CLIENTS + " programs want " + path + "; one is turned away");
            channel.close();
            return;
        }
        channel.configureBlocking(false);
        accepted++;
        serve(channel, undelivered.fork(treatment()));
    }

    private OutputCursor.ReaderOptions treatment() {
        return new OutputCursor.ReaderOptions(marked, false);
    }

    private void serve(SocketChannel channel, OutputCursor cursor) {
        StreamClient client = new StreamClient(console, device, new SocketStream(channel, loop), cursor, this);
        connections.add(new Connection(channel, client));
        client.start();
        undelivered.catchUpWith(cursor);
    }

    @Override
    public void progressed() {
        connections.forEach(
                connection -> undelivered.catchUpWith(connection.client().cursor()));
        console.delivered();
    }

    @Override
    public void ended(StreamClient client, @Nullable IOException why) {
        undelivered.catchUpWith(client.cursor());
        for (Connection connection : List.copyOf(connections)) {
            if (connection.client() == client) {
                connections.remove(connection);
                hangUp(connection);
            }
        }
    }

    private void hangUp(Connection connection) {
        connection.client().stop();
        connection.client().cursor().close();
        try {
            connection.channel().close();
        } catch (IOException failed) {
            device.log().debug(() -> "a socket did not close properly: " + failed.getMessage());
        }
    }

    @Override
    public void deliver() {
        for (Connection connection : connections.toArray(Connection[]::new)) {
            connection.client().deliver();
            undelivered.catchUpWith(connection.client().cursor());
        }
    }

    @Override
    public void end() {
        closed = true;
        connections.forEach(this::hangUp);
        connections.clear();
        undelivered.close();
        try {
            server.close();
        } catch (IOException failed) {
            device.log().error("cannot remove " + path + ": " + failed.getMessage());
        }
    }

    @Override
    public void park(ParkedConsole.Builder successor) {
        closed = true;
        successor.place(Readers.SOCKET, undelivered);
        loop.forget(server.channel());
        successor.resource(SERVER, server.channel());
        for (int i = 0; i < connections.size(); i++) {
            Connection connection = connections.get(i);
            connection.client().stop();
            loop.forget(connection.channel());
            successor.place(CLIENT + i, connection.client().cursor()).resource(CLIENT + i, connection.channel());
        }
    }

    /**
     * @param parked the predecessor's state
     * @return its listening socket, which the caller owns now; empty without one
     */
    public static Optional<ServerSocketChannel> server(ParkedConsole parked) {
        return parked.take(SERVER, ServerSocketChannel.class);
    }

    @Override
    public void describe(Map<String, String> details) {
        details.put("socket", path.toString());
        details.put("socket readers", connections.size() + " now, " + accepted + " in all");
        details.put("socket unread", undelivered.unread() + " bytes");
    }

    /** A connected socket as a stream. */
    private record SocketStream(SocketChannel channel, SocketLoop loop) implements ByteStream {
        @Override
        public int read(ByteBuffer target) throws IOException {
            return channel.read(target);
        }

        @Override
        public void write(ByteBuffer source) throws IOException {
            channel.write(source);
        }

        @Override
        public void awaitReadable(Runnable listener) {
            loop.await(channel, SelectionKey.OP_READ, listener);
        }

        @Override
        public void awaitWritable(Runnable listener) {
            loop.await(channel, SelectionKey.OP_WRITE, listener);
        }
    }
}
