// SPDX-License-Identifier: Apache-2.0
package org.xenbay.core.device;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A pool of threads for all devices' work, which grows while threads are blocked. While work waits, the pool adds one thread
 * for each thread that has run a single task for {@value #BLOCKED_MILLIS} ms. A host that does not answer one device therefore
 * delays the others by no more than that.
 *
 * <p>Only the pool's constructor and the timers start threads, and the usual number of threads never ends. The reason: a thread
 * inherits the confinement of the thread that starts it, and threads that submit work may have confined themselves.
 */
public final class GrowingPool extends ThreadPoolExecutor {

    private static final Logger LOG = System.getLogger(GrowingPool.class.getName());

    private static final long BLOCKED_MILLIS = 50;
    private static final long SHRINK_MILLIS = 1000;
    private static final long IDLE_SECONDS = 30;

    private final int usual;
    private final int most;
    private final ScheduledExecutorService timers;
    /** When each thread that has work began its task, by {@link System#nanoTime}. */
    private final Map<Thread, Long> begun = new ConcurrentHashMap<>();

    private final AtomicBoolean watching = new AtomicBoolean();

    /**
     * @param usual number of threads while none is blocked
     * @param most number of threads, however many are blocked
     * @param factory makes them
     * @param timers check for blocked threads
     */
    public GrowingPool(int usual, int most, ThreadFactory factory, ScheduledExecutorService timers) {
        super(usual, usual, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), factory);
        this.usual = usual;
        this.most = most;
        this.timers = timers;
        prestartAllCoreThreads();
    }

    @Override
    public void execute(Runnable task) {
        super.execute(task);
        if (!getQueue().isEmpty()) {
            watch(BLOCKED_MILLIS);
        }
    }

    @Override
    protected void beforeExecute(Thread thread, Runnable task) {
        begun.put(thread, System.nanoTime());
    }

    @Override
    protected void afterExecute(Runnable task, Throwable thrown) {
        begun.remove(Thread.currentThread());
    }

    /** @return whether each thread that there can be is in use, so that no task that waits gets one. From any thread */
    boolean isExhausted() {
        return begun.size() >= most;
    }

    private void watch(long millis) {
        if (watching.compareAndSet(false, true)) {
            try {
                timers.schedule(this::fit, millis, TimeUnit.MILLISECONDS);
            } catch (RejectedExecutionException ended) {
                LOG.log(Level.DEBUG, "the pool is not looked after any more");
            }
        }
    }

    /** A thread beyond the usual number ends when that many threads are not blocked. */
    private void fit() {
        watching.set(false);
        long before = System.nanoTime() - TimeUnit.MILLISECONDS.toNanos(BLOCKED_MILLIS);
        int blocked = (int)
                begun.values().stream().filter(start -> start - before <= 0).count();
        int size = Math.min(most, usual + blocked);
        boolean waits = !getQueue().isEmpty();
        if (size > getMaximumPoolSize() && waits) {
            setMaximumPoolSize(size);
            setCorePoolSize(size);
            prestartAllCoreThreads();
        } else if (size < getCorePoolSize()) {
            setCorePoolSize(size);
            setMaximumPoolSize(size);
        }
        if (waits) {
            watch(BLOCKED_MILLIS);
        } else if (getCorePoolSize() > usual) {
            watch(SHRINK_MILLIS);
        }
    }
}
