// SPDX-License-Identifier: Apache-2.0
package org.xenbay.benchmark;

import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import org.HdrHistogram.Histogram;

/**
 * Latencies of a schedule's requests up to a point of their path, measured from the time at which each request was due. By one
 * thread at a time.
 */
final class Arrivals {

    private static final long MAX_NANOS = 60_000_000_000L;
    private static final int DIGITS = 3;

    private final OpenLoop schedule;
    private final long warmUp;
    private final LongSupplier clock;
    private final Histogram nanos = new Histogram(MAX_NANOS, DIGITS);
    private volatile long arrived;

    /** @param warmUp number of requests at the beginning that do not count */
    Arrivals(OpenLoop schedule, long warmUp) {
        this(schedule, warmUp, System::nanoTime);
    }

    /** @param clock the schedule's */
    Arrivals(OpenLoop schedule, long warmUp, LongSupplier clock) {
        this.schedule = schedule;
        this.warmUp = warmUp;
        this.clock = clock;
    }

    /** @param count number of requests that have arrived so far */
    void upTo(long count) {
        long before = arrived;
        if (count <= before) {
            return;
        }
        long now = clock.getAsLong();
        for (long number = Math.max(before, warmUp); number < count; number++) {
            nanos.recordValue(Math.min(MAX_NANOS, Math.max(0, now - schedule.due(number))));
        }
        arrived = count;
    }

    /**
     * Waits until all requests have arrived.
     *
     * @param count number of requests that were sent
     * @return their latencies
     * @throws IllegalStateException when they have not arrived after 10 s
     */
    Histogram await(long count) {
        for (long end = System.nanoTime() + 10_000_000_000L; arrived < count; LockSupport.parkNanos(100_000)) {
            if (System.nanoTime() > end) {
                throw new IllegalStateException("of " + count + " requests " + arrived + " have arrived after 10 s");
            }
        }
        return nanos;
    }
}
