// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.ninepfs.server;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Counts durations in microseconds in buckets. A bucket is a quarter as wide as its values, so a figure is exact to 12
 * percent.
 */
final class Histogram {

    private static final int SUB_BITS = 2;
    private static final int SUB = 1 << SUB_BITS;
    /** Up to 2 to the 36th microseconds, 19 hours. */
    private static final int BUCKETS = 36 * SUB;

    private final AtomicLongArray buckets = new AtomicLongArray(BUCKETS);
    private final AtomicLong longest = new AtomicLong();

    void add(long micros) {
        buckets.incrementAndGet(bucket(micros));
        longest.accumulateAndGet(micros, Math::max);
    }

    static int bucket(long micros) {
        if (micros < SUB) {
            return (int) Math.max(micros, 0);
        }
        int exponent = Long.SIZE - 1 - Long.numberOfLeadingZeros(micros);
        int sub = (int) (micros >>> exponent - SUB_BITS) & SUB - 1;
        return Math.min((exponent - SUB_BITS + 1) * SUB + sub, BUCKETS - 1);
    }

    /** @return the middle of a bucket's values */
    static long value(int bucket) {
        if (bucket < SUB) {
            return bucket;
        }
        int exponent = bucket / SUB - 1 + SUB_BITS;
        long width = 1L << exponent - SUB_BITS;
        return (1L << exponent) + bucket % SUB * width + width / 2;
    }

    long longest() {
        return longest.get();
    }

    /** Adds its counts to those of another one. */
    void addTo(long[] counts) {
        for (int i = 0; i < BUCKETS; i++) {
            counts[i] += buckets.get(i);
        }
    }

    static long[] counts() {
        return new long[BUCKETS];
    }

    /**
     * @param counts of {@link #addTo}
     * @param percent 0 to 100
     * @return the duration that this percentage did not exceed; 0 without any duration
     */
    static long percentile(long[] counts, int percent) {
        long all = 0;
        for (long count : counts) {
            all += count;
        }
        long wanted = (all * percent + 99) / 100;
        long seen = 0;
        for (int i = 0; i < counts.length; i++) {
            seen += counts[i];
            if (seen >= wanted && seen > 0) {
                return value(i);
            }
        }
        return 0;
    }
}
