// SPDX-License-Identifier: Apache-2.0
package org.xenbay.devicemodel;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.xenbay.api.thread.DaemonThreads;

/**
 * The bundle's one thread: waits for all sockets of all guests, and runs all tasks, so that other classes of this bundle need
 * no locks.
 */
final class EventLoop implements Executor, AutoCloseable {

    /** Handles a ready socket, on the loop's thread; exceptions are logged. */
    interface Ready {
        void ready(SelectionKey key);
    }

    private static final Logger LOG = System.getLogger(EventLoop.class.getName());
    private static final long STOP_SECONDS = 5;

    private record Later(Runnable task, long due) {}

    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final List<Later> later = new ArrayList<>();
    private final Selector selector;
    private final Thread thread;
    private volatile boolean closed;

    EventLoop() {
        try {
            selector = Selector.open();
        } catch (IOException failed) {
            throw new UncheckedIOException("cannot wait for sockets", failed);
        }
        thread = DaemonThreads.of("xenbay-device-models", this::run);
        thread.start();
    }

    /** @param task task for the loop's thread, after earlier tasks; from any thread */
    @Override
    public void execute(Runnable task) {
        tasks.add(task);
        selector.wakeup();
    }

    /** Waits for a socket from now on. On the loop's thread. */
    void register(SelectableChannel channel, int operations, Ready ready) throws IOException {
        channel.configureBlocking(false);
        channel.register(selector, operations, ready);
    }

    /** Runs a task some time later, unless the loop has ended by then. On the loop's thread. */
    void after(Duration time, Runnable task) {
        later.add(new Later(task, System.nanoTime() + time.toNanos()));
    }

    /** Ignores a socket for a while, because the host cannot serve it now, and it would be ready again at once. */
    void rest(SelectionKey key, Duration pause) {
        int operations = key.interestOps();
        key.interestOps(0);
        after(pause, () -> {
            if (key.isValid()) {
                key.interestOps(operations);
            }
        });
    }

    private void run() {
        while (!closed) {
            try {
                selector.select(EventLoop::tell, millisToNext());
            } catch (IOException failed) {
                LOG.log(Level.ERROR, "cannot wait for sockets any more; QMP is not answered", failed);
                return;
            }
            runDue();
            for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
                run(task);
            }
        }
    }

    private static void tell(SelectionKey key) {
        run(() -> ((Ready) key.attachment()).ready(key));
    }

    /** Runs a task, and logs an exception, which is a defect: the thread serves other guests too. */
    private static void run(Runnable task) {
        try {
            task.run();
        } catch (CancelledKeyException gone) {
            LOG.log(Level.DEBUG, "a socket closed while it became ready");
        } catch (RuntimeException failed) {
            LOG.log(Level.ERROR, "a task of the device models failed", failed);
        }
    }

    /** @return milliseconds; 0 for no limit */
    private long millisToNext() {
        long now = System.nanoTime();
        return later.stream()
                .mapToLong(each -> Math.max(1, (each.due - now) / 1_000_000 + 1))
                .min()
                .orElse(0);
    }

    private void runDue() {
        long now = System.nanoTime();
        List<Later> due = later.stream().filter(each -> now - each.due >= 0).toList();
        later.removeAll(due);
        due.forEach(each -> run(each.task));
    }

    /** Runs earlier tasks, then ends the thread. */
    @Override
    public void close() {
        execute(() -> closed = true);
        try {
            thread.join(TimeUnit.SECONDS.toMillis(STOP_SECONDS));
            if (thread.isAlive()) {
                LOG.log(Level.ERROR, "the thread " + thread.getName() + " does not end");
            }
            selector.close();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } catch (IOException failed) {
            LOG.log(Level.WARNING, "the selector did not close properly", failed);
        }
    }
}
