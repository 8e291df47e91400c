// SPDX-License-Identifier: Apache-2.0
package org.xenbay.core.device;

import java.util.concurrent.RejectedExecutionException;
import org.xenbay.api.polling.Polling;

/**
 * The threads that devices' tasks run on. One of them at a time may poll for a device's next work instead of sleeping, and
 * only while no other device waits for a thread.
 */
public final class DeviceThreads implements AutoCloseable {

    private final GrowingPool pool;
    private final int mostEach;
    /** For devices without a backend, which must not wait for backends' code. */
    private final Lane own;

    private final Polling polling;

    /**
     * @param pool ended by {@link #close}
     * @param mostEach number of them that one backend's code can hold
     */
    public DeviceThreads(GrowingPool pool, int mostEach) {
        this.pool = pool;
        this.mostEach = mostEach;
        this.own = new Lane(pool, Integer.MAX_VALUE);
        this.polling = new Polling(() -> pool.getQueue().isEmpty());
    }

    /** @return the part of the threads for one backend's code */
    public Lane newLane() {
        return new Lane(pool, mostEach);
    }

    /** @return for devices that have no backend */
    Lane own() {
        return own;
    }

    /**
     * Shows whether these threads run what they are given. No backend's code can hold up the task, because it waits with those of
     * devices that have no backend.
     *
     * @param task run as soon as there is a thread
     * @throws RejectedExecutionException when the threads have ended
     */
    public void probe(Runnable task) {
        own.run(task);
    }

    /** @return whether each thread that there can be is in use, for example because XenStore answers nobody. From any thread */
    public boolean areAllHeld() {
        return pool.isExhausted();
    }

    /** @return the rule by which one of them polls; it stops when a device waits for a thread */
    Polling polling() {
        return polling;
    }

    /** Ends the threads when all tasks have run. */
    @Override
    public void close() {
        pool.shutdown();
    }
}
