package org.xenbay.core.device;

import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.xenbay.api.lookout.Pace;

/**
 * The threads that devices' tasks run on. One of them at a time may look out for a device's next work instead of sleeping, and
 * only while no other device waits for a thread.
 */
public final class DeviceThreads implements Executor, AutoCloseable {

    private static final long IDLE_SECONDS = 30;
    private static final long LEAST_WAKE = TimeUnit.MICROSECONDS.toNanos(10);
    private static final long MOST_WAKE = TimeUnit.MILLISECONDS.toNanos(1);

    private final ThreadPoolExecutor pool;
    private final AtomicBoolean lookout = new AtomicBoolean();
    private final Pace wake = new Pace(LEAST_WAKE, MOST_WAKE);

    /**
     * @param threads how many at most
     * @param factory makes them
     */
    public DeviceThreads(int threads, ThreadFactory factory) {
        pool = new ThreadPoolExecutor(
                threads, threads, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), factory);
        pool.allowCoreThreadTimeOut(true);
    }

    @Override
    public void execute(Runnable task) {
        pool.execute(task);
    }

    /** @return whether a device waits for a thread */
    boolean othersWait() {
        return !pool.getQueue().isEmpty();
    }

    /** @param nanos what it took to wake one of them */
    void woken(long nanos) {
        wake.add(nanos);
    }

    /** @return what it takes to wake one of them, in nanoseconds */
    long wake() {
        return wake.nanos();
    }

    /** @return whether the calling thread may look out, until {@link #endLookout} */
    boolean beginLookout() {
        return !othersWait() && lookout.compareAndSet(false, true);
    }

    void endLookout() {
        lookout.set(false);
    }

    /** Ends them when no task is left. */
    @Override
    public void close() {
        pool.shutdown();
    }
}
