// SPDX-License-Identifier: Apache-2.0
package org.xenbay.api.figure;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/**
 * How long requests took, from their arrival to their answer: of all devices of a type together, because a count for each of many durations
 * and each of many devices would be too much to hand on. From any thread, without a lock.
 */
public final class Latencies {

    /** The least bound is 2 to this power, in microseconds. */
    private static final int FIRST = 3;

    /** The greatest bound is 2 to this power, in microseconds: about 17 seconds. */
    private static final int LAST = 24;

    private static final double NANOS = TimeUnit.SECONDS.toNanos(1);

    /** Requests that took no longer than each bound, and longer than the one before; the last is for all that took longer. */
    private final LongAdder[] counts = new LongAdder[LAST - FIRST + 2];

    private final LongAdder nanos = new LongAdder();

    /** Makes one without requests. */
    public Latencies() {
        for (int i = 0; i < counts.length; i++) {
            counts[i] = new LongAdder();
        }
    }

    /**
     * Counts a request.
     *
     * @param duration in nanoseconds; a negative one counts as none
     */
    public void add(long duration) {
        long taken = Math.max(0, duration);
        long micros = TimeUnit.NANOSECONDS.toMicros(taken) + (taken % TimeUnit.MICROSECONDS.toNanos(1) == 0 ? 0 : 1);
        int power = micros <= 1 ? 0 : Long.SIZE - Long.numberOfLeadingZeros(micros - 1);
        counts[Math.min(Math.max(power, FIRST), LAST + 1) - FIRST].increment();
        nanos.add(taken);
    }

    /** @return the requests so far; those that are counted meanwhile may be missing in a part of it */
    public LatencyView view() {
        List<LatencyView.Bucket> buckets = new ArrayList<>();
        long sum = 0;
        for (int i = 0; i < counts.length - 1; i++) {
            sum += counts[i].sum();
            buckets.add(new LatencyView.Bucket((1L << (FIRST + i)) / 1e6, sum));
        }
        return new LatencyView(buckets, sum + counts[counts.length - 1].sum(), nanos.sum() / NANOS);
    }
}
