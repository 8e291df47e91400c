// SPDX-License-Identifier: Apache-2.0
package org.xenbay.core.device;

import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.atomic.AtomicReference;
import org.xenbay.api.polling.MovingAverage;

/**
 * The threads that devices' tasks run on. One of them at a time may poll for a device's next work instead of sleeping, and
 * only while no other device waits for a thread.
 */
public final class DeviceThreads implements AutoCloseable {

    private final ThreadPoolExecutor pool;
    private final int mostEach;
    /** Takes what calls no backend's code, which must not wait for such code. */
    private final Lane own;
    /** The thread that polls; null when none does. */
    private final AtomicReference<Thread> polling = new AtomicReference<>();

    private final MovingAverage wake = MovingAverage.ofWakes();

    /**
     * @param pool ended by {@link #close}
     * @param mostEach number of them that one backend's code can hold
     */
    public DeviceThreads(ThreadPoolExecutor pool, int mostEach) {
        this.pool = pool;
        this.mostEach = mostEach;
        this.own = new Lane(pool, Integer.MAX_VALUE);
    }

    /** @return a part of them for one backend's code */
    public Lane newLane() {
        return new Lane(pool, mostEach);
    }

    /** @return for devices that have no backend */
    Lane own() {
        return own;
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

    /** @return whether the calling thread may poll, until {@link #endPolling} */
    boolean beginPolling() {
        return !othersWait() && polling.compareAndSet(null, Thread.currentThread());
    }

    /** @param thread stops polling, if it did poll */
    void endPolling(Thread thread) {
        polling.compareAndSet(thread, null);
    }

    /** Ends them when no task is left. */
    @Override
    public void close() {
        pool.shutdown();
    }
}
