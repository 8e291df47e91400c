// SPDX-License-Identifier: Apache-2.0
package org.xenbay.api.polling;

import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;

/**
 * The policy by which the threads of one pool poll for guests' next work before they sleep. One thread of the pool polls at a
 * time, for one owner of work. The thread stops when work has come, when its owner's {@link SpinBudget} is used up, when the
 * pool needs the thread's processor, or when another thread {@linkplain #end ends} the polling. From any thread; no method
 * blocks or locks.
 */
public final class Polling {

    private final BooleanSupplier processorIsFree;
    private final MovingAverage wake = MovingAverage.ofWakes();
    /** The owner for whose work a thread polls; null when no thread polls. */
    private final AtomicReference<Object> polled = new AtomicReference<>();

    /** @param processorIsFree tells whether no other thread of the pool needs the processor of a polling thread; cheap */
    public Polling(BooleanSupplier processorIsFree) {
        this.processorIsFree = processorIsFree;
    }

    /** @param nanos the time from waking a thread of the pool until the thread ran, in nanoseconds */
    public void woken(long nanos) {
        wake.add(nanos);
    }

    /** @return the time that waking a thread of the pool takes on average, in nanoseconds */
    public long wakeNanos() {
        return wake.nanos();
    }

    /**
     * Polls in the calling thread, unless another thread polls, no processor is free, or the budget is zero.
     *
     * @param owner the owner of the work, compared by identity
     * @param budget of that owner
     * @param look returns whether work has come; called repeatedly
     * @return whether work has come
     */
    public boolean poll(Object owner, SpinBudget budget, BooleanSupplier look) {
        long nanos = budget.nanos(wakeNanos());
        if (nanos == 0 || !processorIsFree.getAsBoolean() || !polled.compareAndSet(null, owner)) {
            return false;
        }
        try {
            return spin(owner, System.nanoTime() + nanos, look);
        } finally {
            end(owner);
        }
    }

    private boolean spin(Object owner, long end, BooleanSupplier look) {
        do {
            if (look.getAsBoolean()) {
                return true;
            }
            Thread.onSpinWait();
        } while (polled.get() == owner && processorIsFree.getAsBoolean() && System.nanoTime() - end < 0);
        return false;
    }

    /** @return whether a thread polls for that owner's work */
    public boolean isPolled(Object owner) {
        return polled.get() == owner;
    }

    /**
     * Ends the polling for that owner's work. The polling thread stops after its present call of {@code look}, and another
     * thread may start to poll.
     *
     * @param owner the owner of the work
     * @return whether a thread polled for it until now
     */
    public boolean end(Object owner) {
        return polled.compareAndSet(owner, null);
    }
}
