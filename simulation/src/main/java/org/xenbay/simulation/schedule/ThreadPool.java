// SPDX-License-Identifier: Apache-2.0
package org.xenbay.simulation.schedule;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Replaces {@link java.util.concurrent.ThreadPoolExecutor}, as far as this project uses it; threads are started when they are
 * needed.
 */
public class ThreadPool extends AbstractExecutorService {

    private final BlockingQueue<Runnable> queue;
    private final ThreadFactory factory;
    final List<Thread> workers = new ArrayList<>();
    private int usual;
    private int most;
    private int idle;
    boolean isShutdown;

    public ThreadPool(int usual, int most, long time, TimeUnit unit, BlockingQueue<Runnable> queue) {
        this(usual, most, time, unit, queue, ScheduledThread::new);
    }

    public ThreadPool(
            int usual, int most, long time, TimeUnit unit, BlockingQueue<Runnable> queue, ThreadFactory factory) {
        this.usual = usual;
        this.most = most;
        this.queue = queue;
        this.factory = factory;
    }

    @Override
    public void execute(Runnable task) {
        if (isShutdown) {
            throw new RejectedExecutionException("it has ended");
        }
        queue.add(task);
        if (idle < queue.size() && workers.size() < usual) {
            startWorker();
        }
    }

    void startWorker() {
        Thread worker = factory.newThread(this::work);
        if (worker != null) {
            workers.add(worker);
            Hooks.start(worker);
        }
    }

    private void work() {
        try {
            Runnable task = next();
            while (task != null) {
                run(task);
                task = next();
            }
        } finally {
            workers.remove(Carrier.scheduled());
        }
    }

    private void run(Runnable task) {
        beforeExecute(Carrier.scheduled(), task);
        @Nullable Throwable failed = null;
        try {
            task.run();
        } catch (Throwable thrown) {
            failed = thrown;
            throw thrown;
        } finally {
            afterExecute(task, failed);
        }
    }

    /** @return the next task; none at the end */
    @Nullable
    Runnable next() {
        if (workers.size() > usual) {
            return null;
        }
        idle++;
        try {
            Hooks.awaitAlways(() -> hasNext() || isShutdown);
        } finally {
            idle--;
        }
        return queue.poll();
    }

    private boolean hasNext() {
        return queue instanceof BlockingList<Runnable> list ? list.hasAny() : !queue.isEmpty();
    }

    protected void beforeExecute(Thread thread, Runnable task) {}

    protected void afterExecute(Runnable task, @Nullable Throwable thrown) {}

    public BlockingQueue<Runnable> getQueue() {
        return queue;
    }

    public int getCorePoolSize() {
        return usual;
    }

    public void setCorePoolSize(int size) {
        usual = size;
        for (int i = workers.size(); i < Math.min(size, idle + queue.size()); i++) {
            startWorker();
        }
    }

    public int getMaximumPoolSize() {
        return most;
    }

    public void setMaximumPoolSize(int size) {
        most = size;
    }

    public int getPoolSize() {
        return workers.size();
    }

    public int getActiveCount() {
        return workers.size() - idle;
    }

    public int prestartAllCoreThreads() {
        return 0;
    }

    public boolean prestartCoreThread() {
        return false;
    }

    public void allowCoreThreadTimeOut(boolean value) {
        // idle threads cost nothing here
    }

    @Override
    public void shutdown() {
        Hooks.step();
        isShutdown = true;
    }

    @Override
    public List<Runnable> shutdownNow() {
        shutdown();
        List<Runnable> left = new ArrayList<>();
        queue.drainTo(left);
        List.copyOf(workers).forEach(Hooks::interrupt);
        return left;
    }

    @Override
    public boolean isShutdown() {
        return isShutdown;
    }

    @Override
    public boolean isTerminated() {
        return isShutdown && workers.isEmpty();
    }

    @Override
    public boolean awaitTermination(long time, TimeUnit unit) throws InterruptedException {
        return Hooks.await(this::isTerminated, Hooks.end(unit.toNanos(time)));
    }
}
