package org.xenbay.core.device;

import java.util.concurrent.Executor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.atomic.AtomicBoolean;
import org.xenbay.api.lookout.Pace;

/**
 * The threads that devices' tasks run on. One of them at a time may look out for a device's next work instead of sleeping, and
 * only while no other device waits for a thread.
 */
public final class DeviceThreads implements Executor, AutoCloseable {

    private final ThreadPoolExecutor pool;
    private final AtomicBoolean lookout = new AtomicBoolean();
    private final Pace wake = Pace.ofWakes();

    /** @param pool ended by {@link #close} */
    public DeviceThreads(ThreadPoolExecutor pool) {
        this.pool = pool;
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
