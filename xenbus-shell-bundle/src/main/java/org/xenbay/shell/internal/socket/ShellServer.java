// SPDX-License-Identifier: Apache-2.0
package org.xenbay.shell.internal.socket;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.apache.felix.service.command.CommandProcessor;
import org.jspecify.annotations.Nullable;
import org.xenbay.api.socket.AcceptLoop;
import org.xenbay.api.socket.LocalSocket;
import org.xenbay.api.thread.DaemonThreads;
import org.xenbay.shell.wire.FrameChannel;

/** Accepts clients on a socket, a bounded number at a time. */
final class ShellServer implements AutoCloseable {
    private static final Logger LOG = System.getLogger(ShellServer.class.getName());
    private static final long GREETING_SECONDS = 5;
    private static final long CLOSE_SECONDS = 2;

    /** Most clients beyond the limit that get a refusal at the same time; further clients are disconnected. */
    private static final int REFUSED_AT_ONCE = 8;

    private final LocalSocket socket;
    private final CommandProcessor processor;
    private final int limit;
    private final Set<Connection> connections = ConcurrentHashMap.newKeySet();
    private final ExecutorService threads = Executors.newCachedThreadPool(DaemonThreads.numbered("xenbay-shell"));
    private final ScheduledThreadPoolExecutor timer =
            new ScheduledThreadPoolExecutor(1, DaemonThreads.numbered("xenbay-shell-timer"));

    /**
     * @param path path of the socket
     * @param group the socket's group, or empty
     * @param limit most simultaneous clients
     * @param processor runs their commands
     * @throws IOException when the socket cannot be made
     */
    ShellServer(Path path, String group, int limit, CommandProcessor processor) throws IOException {
        this.socket = LocalSocket.listen(path.toAbsolutePath(), new LocalSocket.Access("rw-rw----", group));
        this.limit = limit;
        this.processor = processor;
        timer.setRemoveOnCancelPolicy(true);
        AcceptLoop loop =
                new AcceptLoop(socket.path(), socket.channel(), this::accept, line -> LOG.log(Level.WARNING, line));
        threads.execute(loop::run);
    }

    Path path() {
        return socket.path();
    }

    private void accept(SocketChannel client) throws IOException {
        int before = connections.size();
        if (before >= limit + REFUSED_AT_ONCE) {
            client.close();
            return;
        }
        @Nullable String refusal = before < limit ? null : limit + " commands are running already; see max_commands";
        Connection connection = new Connection(new FrameChannel(client), processor, threads, refusal);
        connections.add(connection);
        try {
            timer.schedule(() -> dropSilent(connection), GREETING_SECONDS, TimeUnit.SECONDS);
            threads.execute(() -> serve(connection));
        } catch (RejectedExecutionException closing) {
            // the server was closed, and close() may have missed this connection.
            connections.remove(connection);
            close(connection);
        }
    }

    private void serve(Connection connection) {
        try {
            connection.run();
        } finally {
            connections.remove(connection);
        }
    }

    /** Disconnects a silent client, which occupies a place. */
    private static void dropSilent(Connection connection) {
        if (!connection.isGreeted()) {
            close(connection);
        }
    }

    private static void close(Connection connection) {
        try {
            connection.close();
        } catch (IOException failed) {
            LOG.log(Level.DEBUG, "closing a shell client's connection failed: {0}", failed.toString());
        }
    }

    /** Stops listening and interrupts running commands; waits briefly for their threads. */
    @Override
    public void close() throws IOException {
        timer.shutdownNow();
        try {
            socket.close();
        } finally {
            connections.forEach(ShellServer::close);
            threads.shutdownNow();
            awaitThreads();
        }
    }

    private void awaitThreads() {
        try {
            if (!threads.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
                LOG.log(Level.WARNING, "a shell command does not end though it was interrupted");
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
