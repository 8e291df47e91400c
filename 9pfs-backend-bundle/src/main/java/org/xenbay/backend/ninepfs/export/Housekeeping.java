// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.ninepfs.export;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.xenbay.api.thread.DaemonThreads;

/**
 * Threads for work on whole shares: counting files, and deleting the oldest ones. They do not serve guests. One step is done at
 * a time, in the order of the requests. A step that takes long because its storage hangs does not delay the others.
 */
public final class Housekeeping implements AutoCloseable {

    private static final int MAX_THREADS = 16;
    private static final long IDLE_SECONDS = 10;
    private static final long LONG_STEP_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final ThreadPoolExecutor threads;
    private final ExpiringLock turns = new ExpiringLock(LONG_STEP_NANOS);
    private final BlockingQueue<Runnable> given = new LinkedBlockingQueue<>();
    private volatile boolean closed;

    /** Work in steps. */
    @FunctionalInterface
    interface Work {

        /** @return whether another step follows */
        boolean step();
    }

    /**
     * One thread waits for work, and starts the threads that do it. A thread that serves a share must not start them, because
     * a thread inherits the confinement of the thread that starts it.
     */
    public Housekeeping() {
        threads = new ThreadPoolExecutor(
                MAX_THREADS,
                MAX_THREADS,
                IDLE_SECONDS,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                DaemonThreads.numbered("xenbay-9pfs-housekeeping"));
        threads.allowCoreThreadTimeOut(true);
        DaemonThreads.start("xenbay-9pfs-housekeeping", this::startAll);
    }

    private void startAll() {
        try {
            while (!closed) {
                threads.execute(given.take());
            }
            for (Runnable left = given.poll(); left != null; left = given.poll()) {
                threads.execute(left);
            }
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        } finally {
            threads.shutdown();
        }
    }

    /**
     * @param work done by one thread, step by step
     * @param ended run by the same thread when the work ends, also because this is closed; at once when this is closed
     *     already
     */
    void start(Work work, Runnable ended) {
        Runnable task = () -> {
            try {
                run(work);
            } finally {
                ended.run();
            }
        };
        boolean late;
        synchronized (given) {
            late = closed;
            if (!late) {
                given.add(task);
            }
        }
        if (late) {
            ended.run();
        }
    }

    private void run(Work work) {
        boolean more = true;
        while (more && !closed) {
            long turn = turns.take();
            try {
                more = work.step();
            } finally {
                turns.end(turn);
            }
        }
    }

    /** No step begins any more. */
    @Override
    public void close() {
        synchronized (given) {
            closed = true;
            given.add(() -> {});
        }
    }
}
