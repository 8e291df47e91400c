// SPDX-License-Identifier: Apache-2.0
package org.xenbay.simulation;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits in tests, in simulated time if the test is simulated. */
public final class Waiting {

    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    private Waiting() {}

    /**
     * @param timeout most time to wait
     * @param condition is to come true
     * @throws AssertionError when it does not
     */
    public static void until(Duration timeout, BooleanSupplier condition) {
        long end = System.nanoTime() + timeout.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - end > 0) {
                throw new AssertionError("it did not come true within " + timeout);
            }
            LockSupport.parkNanos(LOOK_NANOS);
        }
    }
}
