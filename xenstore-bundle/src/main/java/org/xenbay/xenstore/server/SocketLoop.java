// SPDX-License-Identifier: Apache-2.0
package org.xenbay.xenstore.server;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;
import org.xenbay.api.socket.AcceptFailures;
import org.xenbay.api.store.StoreError;
import org.xenbay.api.thread.DaemonThreads;

/** The one thread of a server: accepts, reads, answers and sends for all its connections. */
final class SocketLoop {

    private static final System.Logger LOG = System.getLogger(SocketLoop.class.getName());
    private static final int BUFFER_BYTES = 65_536;

    /** Most clients at the same time, because each may leave megabytes unread. */
    static final int MAX_CLIENTS = 256;

    private final Engine engine;
    private final int domain;
    private final Selector selector;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES);
    private final Queue<SocketConnection> attention = new ConcurrentLinkedQueue<>();
    private final Queue<Command> commands = new ArrayDeque<>();
    private final AcceptFailures failures = new AcceptFailures(line -> LOG.log(System.Logger.Level.WARNING, line));
    private final Thread thread;
    /** Listens again when the pause ends. */
    private @Nullable SelectionKey paused;

    private long pauseEnds;
    /** Whether a client was refused since the last one was accepted. */
    private boolean full;

    @GuardedBy("commands")
    private boolean ended;

    SocketLoop(Engine engine, int domain, String name) throws IOException {
        this.engine = engine;
        this.domain = domain;
        this.selector = Selector.open();
        this.thread = DaemonThreads.of(name, this::run);
        thread.start();
    }

    /** Accepts connections from now on. */
    void accept(ServerSocketChannel server) {
        execute(() -> server.register(selector, SelectionKey.OP_ACCEPT));
    }

    /** Closes every channel, including listening ones. */
    void closeChannels() {
        execute(this::closeAll);
    }

    /** Closes every channel and ends the thread. */
    void close() {
        execute(() -> {
            closeAll();
            selector.close();
        });
    }

    /** A connection has data to send, or has to be closed. From any thread. */
    void wantsAttention(SocketConnection connection) {
        attention.add(connection);
        if (Thread.currentThread() != thread) {
            selector.wakeup();
        }
    }

    /** Runs a command on the thread and waits for it; does nothing when the thread has ended. */
    private void execute(Action action) {
        Command command = new Command(action, new CompletableFuture<>());
        synchronized (commands) {
            if (ended) {
                return;
            }
            commands.add(command);
        }
        selector.wakeup();
        command.done.join();
    }

    private void run() {
        try {
            while (selector.isOpen()) {
                selector.select(pauseMillis());
                endPause();
                serveSelected();
                serveAttention();
                for (Command command = nextCommand(); command != null; command = nextCommand()) {
                    command.run();
                }
            }
        } catch (IOException failed) {
            LOG.log(System.Logger.Level.ERROR, "the XenStore server cannot wait for its clients any more", failed);
        } finally {
            synchronized (commands) {
                ended = true;
                commands.forEach(Command::run);
                commands.clear();
            }
        }
    }

    /** @return milliseconds; 0 for no limit */
    private long pauseMillis() {
        return paused == null ? 0 : Math.max(1, (pauseEnds - System.nanoTime()) / 1_000_000 + 1);
    }

    private void endPause() {
        if (paused != null && System.nanoTime() - pauseEnds >= 0) {
            if (paused.isValid()) {
                paused.interestOps(SelectionKey.OP_ACCEPT);
            }
            paused = null;
        }
    }

    /** Pauses accepting: the host cannot serve a connection now, and the listener would be ready again at once. */
    private void pause(SelectionKey listening, IOException failed) {
        pauseEnds = System.nanoTime()
                + failures.pause("the XenStore socket", failed).toNanos();
        listening.interestOps(0);
        paused = listening;
    }

    private @Nullable Command nextCommand() {
        synchronized (commands) {
            return commands.poll();
        }
    }

    private void serveSelected() {
        for (SelectionKey key : selector.selectedKeys()) {
            if (key.isValid() && key.attachment() instanceof SocketConnection connection) {
                if (key.isWritable()) {
                    connection.writable();
                }
                serve(key, connection);
            } else if (key.isValid()) {
                accept(key);
            }
        }
        selector.selectedKeys().clear();
    }

    private void serveAttention() {
        for (SocketConnection connection = attention.poll(); connection != null; connection = attention.poll()) {
            connection.noticed();
            if (connection.key().isValid()) {
                serve(connection.key(), connection);
            }
        }
    }

    private void accept(SelectionKey listening) {
        try {
            SocketChannel channel = acceptNow(listening);
            if (channel == null) {
                return;
            }
            if (clients() >= MAX_CLIENTS) {
                refuse(channel);
                return;
            }
            full = false;
            channel.configureBlocking(false);
            SelectionKey key = channel.register(selector, 0);
            try {
                key.attach(new SocketConnection(this, key, engine, domain));
                key.interestOps(SelectionKey.OP_READ);
            } catch (Refusal daemonIsDown) {
                LOG.log(System.Logger.Level.DEBUG, "a client came while the store is down: {0}", daemonIsDown.error());
                channel.close();
            }
        } catch (IOException failed) {
            LOG.log(System.Logger.Level.WARNING, "a XenStore client could not be accepted", failed);
        }
    }

    private long clients() {
        return selector.keys().stream()
                .filter(key -> key.attachment() instanceof SocketConnection)
                .count();
    }

    private void refuse(SocketChannel channel) throws IOException {
        if (!full) {
            full = true;
            LOG.log(System.Logger.Level.WARNING, "XenStore clients are sent away: there are {0}", MAX_CLIENTS);
        }
        channel.close();
    }

    private @Nullable SocketChannel acceptNow(SelectionKey listening) {
        try {
            SocketChannel channel = ((ServerSocketChannel) listening.channel()).accept();
            failures.accepted();
            return channel;
        } catch (IOException failed) {
            pause(listening, failed);
            return null;
        }
    }

    private void serve(SelectionKey key, SocketConnection connection) {
        try {
            boolean open = !key.isReadable() || connection.read(buffer);
            connection.flush(buffer);
            if (!open) {
                close(key);
            } else if (connection.doom() != null) {
                LOG.log(System.Logger.Level.DEBUG, "disconnecting a XenStore client: {0}", connection.doom());
                close(key);
            } else {
                key.interestOps(connection.interest());
            }
        } catch (IOException broken) {
            LOG.log(System.Logger.Level.DEBUG, "a XenStore client is disconnected", broken);
            close(key);
        } catch (RuntimeException failed) {
            boolean sessionEnded = failed instanceof Refusal refusal && refusal.error() == StoreError.CONNECTION_LOST;
            LOG.log(
                    sessionEnded ? System.Logger.Level.DEBUG : System.Logger.Level.ERROR,
                    "a XenStore client is disconnected",
                    failed);
            close(key);
        }
    }

    private void closeAll() throws IOException {
        for (SelectionKey key : new ArrayList<>(selector.keys())) {
            close(key);
        }
        // A registered channel stays open until its key has left the selector.
        selector.selectNow();
    }

    private static void close(SelectionKey key) {
        try {
            if (key.attachment() instanceof SocketConnection connection) {
                connection.end();
            }
            key.channel().close();
        } catch (IOException failed) {
            LOG.log(System.Logger.Level.DEBUG, "closing a XenStore client's channel failed", failed);
        }
    }

    @FunctionalInterface
    private interface Action {
        void run() throws IOException;
    }

    private record Command(Action action, CompletableFuture<Void> done) {
        void run() {
            try {
                action.run();
                done.complete(null);
            } catch (IOException | RuntimeException failed) {
                done.completeExceptionally(failed);
            }
        }
    }
}
