// SPDX-License-Identifier: Apache-2.0
package org.xenbay.xenstore.server;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.xenbay.api.thread.DaemonThreads;

/**
 * The thread that calls the listeners of a store's connections within this virtual machine, in the order of the events. An
 * event that waits already is not queued again; a connection with too many waiting events gets one event for each of its
 * watches instead.
 */
final class Dispatcher implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(Dispatcher.class.getName());

    private final Object lock = new Object();
    private final Deque<Runnable> tasks = new ArrayDeque<>();

    @GuardedBy("lock")
    private final Set<Event> waiting = new HashSet<>();

    private final int maxWaiting;
    private volatile @Nullable Thread thread;
    private boolean closed;

    /** @param maxWaiting most events a connection may have waiting */
    Dispatcher(int maxWaiting) {
        this.maxWaiting = maxWaiting;
    }

    /** Queues an event. */
    void fired(LocalXenStore target, WatchEntry watch, String path) {
        synchronized (lock) {
            Backlog backlog = target.backlog();
            if (backlog.overflown) {
                return;
            }
            Event event = new Event(target, watch, path);
            if (!watch.isSpecial() && !waiting.add(event)) {
                return;
            }
            if (++backlog.waiting > maxWaiting) {
                backlog.overflown = true;
                enqueue(() -> rescan(target));
            } else {
                enqueue(event);
            }
        }
    }

    /** Queues a task that keeps its place among the events. */
    void execute(Runnable task) {
        synchronized (lock) {
            enqueue(task);
        }
    }

    boolean isCurrentThread() {
        return Thread.currentThread() == thread;
    }

    /** Drops waiting events; a call under way is not interrupted. */
    @Override
    public void close() {
        synchronized (lock) {
            closed = true;
            tasks.clear();
            waiting.clear();
            lock.notifyAll();
        }
    }

    private void enqueue(Runnable task) {
        if (closed) {
            return;
        }
        if (thread == null) {
            thread = DaemonThreads.of("xenstore-events", this::run);
            thread.start();
        }
        tasks.add(task);
        lock.notifyAll();
    }

    private void rescan(LocalXenStore target) {
        synchronized (lock) {
            target.backlog().overflown = false;
            target.backlog().waiting = 0;
        }
        target.fireAll();
    }

    private void run() {
        for (Runnable task = take(); task != null; task = take()) {
            try {
                task.run();
            } catch (RuntimeException | Error thrown) {
                LOG.log(System.Logger.Level.ERROR, "a XenStore listener failed; events continue", thrown);
            }
        }
    }

    private Runnable take() {
        synchronized (lock) {
            while (tasks.isEmpty() && !closed) {
                try {
                    lock.wait();
                } catch (InterruptedException ignored) {
                    // Only close() ends this thread, so that an interrupted listener does not end the delivery of
                    // events.
                    LOG.log(System.Logger.Level.DEBUG, "interrupted while waiting for events; waiting on");
                }
            }
            Runnable task = tasks.poll();
            if (task instanceof Event event) {
                waiting.remove(event);
                event.target.backlog().taken();
            }
            return task;
        }
    }

    /** The number of a connection's waiting events; guarded by the dispatcher. */
    static final class Backlog {
        private int waiting;
        private boolean overflown;

        private void taken() {
            if (!overflown) {
                waiting--;
            }
        }
    }

    /** A waiting event; equal to another one of the same watch and path. */
    private record Event(LocalXenStore target, WatchEntry watch, String path) implements Runnable {
        @Override
        public void run() {
            target.deliver(watch, path);
        }
    }
}
