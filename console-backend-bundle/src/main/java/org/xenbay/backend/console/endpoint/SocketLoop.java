// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.console.endpoint;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;
import org.xenbay.api.thread.DaemonThreads;

/**
 * Waits for the sockets of all consoles on one thread, which runs only when there is a socket. It calls each listener once
 * and moves no bytes.
 */
public final class SocketLoop implements AutoCloseable {

    private static final Logger LOG = System.getLogger(SocketLoop.class.getName());
    private static final long STOP_SECONDS = 5;

    /** The listeners of one socket. */
    private static final class Waiting {
        private static final int[] OPERATIONS = {SelectionKey.OP_READ, SelectionKey.OP_WRITE, SelectionKey.OP_ACCEPT};
        private final AtomicReferenceArray<Runnable> listeners = new AtomicReferenceArray<>(OPERATIONS.length);

        void set(int operation, @Nullable Runnable listener) {
            for (int i = 0; i < OPERATIONS.length; i++) {
                if (OPERATIONS[i] == operation) {
                    listeners.set(i, listener);
                }
            }
        }

        void clear() {
            for (int operation : OPERATIONS) {
                set(operation, null);
            }
        }

        void tell(int ready) {
            for (int i = 0; i < OPERATIONS.length; i++) {
                Runnable listener = (ready & OPERATIONS[i]) == 0 ? null : listeners.getAndSet(i, null);
                if (listener != null) {
                    listener.run();
                }
            }
        }
    }

    /** The selector and its thread, from the first socket on. */
    private record Started(Selector selector, Thread thread) {}

    @GuardedBy("this")
    private @Nullable Started started;

    @GuardedBy("this")
    private boolean closed;

    /**
     * Waits for a socket once. No effect when the socket or this loop is closed.
     *
     * @param operation of {@link SelectionKey}
     * @param listener called on this loop's thread; must not block
     */
    synchronized void await(SelectableChannel channel, int operation, Runnable listener) {
        if (closed) {
            return;
        }
        try {
            Selector selector = selector();
            SelectionKey key = channel.keyFor(selector);
            if (key == null) {
                key = channel.register(selector, 0, new Waiting());
            }
            ((Waiting) key.attachment()).set(operation, listener);
            key.interestOpsOr(operation);
            selector.wakeup();
        } catch (ClosedChannelException | CancelledKeyException gone) {
            LOG.log(Level.DEBUG, "a socket closed while it was to be waited for");
        }
    }

    /** Stops waiting for a socket; it stays open, and registered until this loop closes. */
    synchronized void forget(SelectableChannel channel) {
        SelectionKey key = started == null || closed ? null : channel.keyFor(started.selector());
        if (key != null && key.isValid()) {
            key.interestOps(0);
            ((Waiting) key.attachment()).clear();
        }
    }

    @GuardedBy("this")
    private Selector selector() {
        Started running = started == null ? start() : started;
        started = running;
        return running.selector();
    }

    private static Started start() {
        try {
            Selector selector = Selector.open();
            return new Started(selector, DaemonThreads.start("xenbay-console-sockets", () -> run(selector)));
        } catch (IOException failed) {
            throw new UncheckedIOException("cannot wait for sockets", failed);
        }
    }

    private static void run(Selector selector) {
        try {
            while (selector.isOpen()) {
                selector.select(SocketLoop::tell);
            }
        } catch (ClosedSelectorException ended) {
            LOG.log(Level.DEBUG, "sockets are not waited for any more");
        } catch (IOException failed) {
            LOG.log(Level.ERROR, "cannot wait for sockets any more; consoles on sockets stand still", failed);
        }
    }

    private static void tell(SelectionKey key) {
        try {
            int ready = key.readyOps();
            key.interestOpsAnd(~ready);
            ((Waiting) key.attachment()).tell(ready);
        } catch (CancelledKeyException gone) {
            LOG.log(Level.DEBUG, "a socket closed while it became ready");
        } catch (RuntimeException failed) {
            LOG.log(Level.ERROR, "a socket's listener failed", failed);
        }
    }

    /** Ends the thread. The sockets stay open. */
    @Override
    public void close() {
        Started ending;
        synchronized (this) {
            closed = true;
            ending = started;
        }
        if (ending != null) {
            end(ending.selector());
            join(ending.thread());
        }
    }

    private static void end(Selector selector) {
        try {
            selector.close();
        } catch (IOException failed) {
            LOG.log(Level.WARNING, "the selector did not close properly", failed);
        }
    }

    private static void join(Thread ending) {
        try {
            ending.join(TimeUnit.SECONDS.toMillis(STOP_SECONDS));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        if (ending.isAlive()) {
            LOG.log(Level.ERROR, "the thread " + ending.getName() + " does not end");
        }
    }
}
