// SPDX-License-Identifier: Apache-2.0
package org.xenbay.simulation.schedule;

import java.util.Random;

/** Replaces {@link java.util.concurrent.ThreadLocalRandom}. */
public final class SeededRandom extends Random {
    private static final long serialVersionUID = 1L;

    private SeededRandom(long seed) {
        super(seed);
    }

    /** @return a generator seeded by the scheduler */
    public static SeededRandom current() {
        Scheduler scheduler = Scheduler.current();
        return new SeededRandom(scheduler == null ? 0 : scheduler.random().nextLong());
    }
}
