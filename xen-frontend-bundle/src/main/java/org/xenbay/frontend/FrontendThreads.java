// SPDX-License-Identifier: Apache-2.0
package org.xenbay.frontend;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import org.xenbay.api.thread.DaemonThreads;
import org.xenbay.frontend.internal.SerialExecutor;

/** The threads that all frontends share: a few that run tasks, and one for timers. */
public final class FrontendThreads implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(FrontendThreads.class.getName());

    private final ExecutorService workers;
    private final ScheduledThreadPoolExecutor clock;

    /** Two threads that work. */
    public FrontendThreads() {
        this(2);
    }

    /** @param threads how many work, at least one */
    public FrontendThreads(int threads) {
        this(threads, () -> {});
    }

    /**
     * @param threads number of threads, at least one
     * @param first called first by each thread
     */
    public FrontendThreads(int threads, Runnable first) {
        this.workers = Executors.newFixedThreadPool(threads, beginning(first, DaemonThreads.numbered("frontend")));
        this.clock = new ScheduledThreadPoolExecutor(1, beginning(first, DaemonThreads.numbered("frontend-clock")));
        clock.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    private static ThreadFactory beginning(Runnable first, ThreadFactory threads) {
        return task -> threads.newThread(() -> {
            first.run();
            task.run();
        });
    }

    /** @return an executor that runs one task after the other, in order, on these threads */
    public Executor serial() {
        return new SerialExecutor(workers);
    }

    /**
     * Runs a task later, unless this has been closed by then.
     *
     * @param delay the delay
     * @param executor runs the task; usually from {@link #serial}
     * @param task the task
     */
    public void later(Duration delay, Executor executor, Runnable task) {
        try {
            clock.schedule(() -> executor.execute(task), delay.toNanos(), TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException closed) {
            LOG.log(System.Logger.Level.DEBUG, "a task was to be run after the threads had been closed");
        }
    }

    /** Ends the threads when all submitted tasks are done; waits up to a second for that. Later tasks are dropped. */
    @Override
    public void close() {
        clock.shutdown();
        workers.shutdown();
        try {
            if (!workers.awaitTermination(1, TimeUnit.SECONDS)) {
                LOG.log(System.Logger.Level.DEBUG, "a frontend's task takes longer than a second to end");
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
