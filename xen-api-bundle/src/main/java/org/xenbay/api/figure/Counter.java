// SPDX-License-Identifier: Apache-2.0
package org.xenbay.api.figure;

import java.util.concurrent.atomic.AtomicLong;

/** A number that only grows. From any thread, without a lock. */
public final class Counter {

    private final AtomicLong value = new AtomicLong();

    /** Adds one. */
    public void increment() {
        value.getAndIncrement();
    }

    /**
     * Adds several.
     *
     * @param more how many
     * @throws IllegalArgumentException when that is negative
     */
    public void add(long more) {
        if (more < 0) {
            throw new IllegalArgumentException("a counter only grows, " + more + " was to be added");
        }
        value.getAndAdd(more);
    }

    /**
     * Continues a count that a handler has handed over itself, in its parked state or in persistent memory. Afterwards the
     * value is {@code known} at least. Does nothing where the core has kept the value.
     *
     * @param known the count
     */
    public void continueFrom(long known) {
        value.accumulateAndGet(known, Math::max);
    }

    /** @return the count */
    public long value() {
        return value.get();
    }
}
