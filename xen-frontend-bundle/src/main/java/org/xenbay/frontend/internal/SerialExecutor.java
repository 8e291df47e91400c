// SPDX-License-Identifier: Apache-2.0
package org.xenbay.frontend.internal;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/**
 * Runs one task after the other, on any thread of the pool; after each task other executors get the thread. Tasks that are
 * submitted after the pool has been shut down are dropped.
 */
public final class SerialExecutor implements Executor {

    private static final System.Logger LOG = System.getLogger(SerialExecutor.class.getName());

    private final Executor pool;
    private final Deque<Runnable> tasks = new ArrayDeque<>();

    @GuardedBy("tasks")
    private boolean active;

    public SerialExecutor(Executor pool) {
        this.pool = pool;
    }

    @Override
    public void execute(Runnable task) {
        synchronized (tasks) {
            tasks.add(task);
            if (active) {
                return;
            }
            active = true;
        }
        try {
            pool.execute(this::run);
        } catch (RejectedExecutionException closed) {
            synchronized (tasks) {
                tasks.clear();
            }
        }
    }

    /** Runs one task; after the pool was shut down, all tasks that were accepted before. */
    private void run() {
        boolean more = runOne();
        while (more) {
            try {
                pool.execute(this::run);
                return;
            } catch (RejectedExecutionException closed) {
                more = runOne();
            }
        }
    }

    private boolean runOne() {
        Runnable task;
        synchronized (tasks) {
            task = tasks.remove();
        }
        try {
            task.run();
        } catch (RuntimeException | Error failure) {
            LOG.log(System.Logger.Level.ERROR, "a frontend's task failed", failure);
        }
        synchronized (tasks) {
            active = !tasks.isEmpty();
            return active;
        }
    }
}
