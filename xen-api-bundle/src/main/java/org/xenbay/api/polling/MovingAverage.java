// SPDX-License-Identifier: Apache-2.0
package org.xenbay.api.polling;

import java.util.concurrent.TimeUnit;

/**
 * An exponentially weighted average of durations, in nanoseconds, within bounds. Any thread may add a value; a race may lose a
 * value, which does no harm.
 */
public final class MovingAverage {

    private static final int WEIGHT = 4;
    private static final long MIN_WAKE = TimeUnit.MICROSECONDS.toNanos(10);
    private static final long MAX_WAKE = TimeUnit.MILLISECONDS.toNanos(1);

    private final long least;
    private final long most;
    private volatile long mean;

    /**
     * @param least lower bound of a value, and the average at first
     * @param most upper bound of a value
     */
    public MovingAverage(long least, long most) {
        this.least = least;
        this.most = most;
        this.mean = least;
    }

    /** @return an average of the time that waking a thread takes */
    public static MovingAverage ofWakes() {
        return new MovingAverage(MIN_WAKE, MAX_WAKE);
    }

    /** @param nanos the next value */
    public void add(long nanos) {
        mean += (Math.min(Math.max(nanos, least), most) - mean) / WEIGHT;
    }

    /** @return the average */
    public long nanos() {
        return mean;
    }
}
