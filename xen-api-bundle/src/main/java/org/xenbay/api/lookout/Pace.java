// SPDX-License-Identifier: Apache-2.0
package org.xenbay.api.lookout;

import java.util.concurrent.TimeUnit;

/** A mean of the last few times, in nanoseconds, within bounds. Written by any thread: a lost value does no harm. */
public final class Pace {

    private static final int WEIGHT = 4;
    private static final long LEAST_WAKE = TimeUnit.MICROSECONDS.toNanos(10);
    private static final long MOST_WAKE = TimeUnit.MILLISECONDS.toNanos(1);

    private final long least;
    private final long most;
    private volatile long mean;

    /**
     * @param least what a time counts for at least, and the mean at first
     * @param most what a time counts for at most
     */
    public Pace(long least, long most) {
        this.least = least;
        this.most = most;
        this.mean = least;
    }

    /** @return of what it takes to wake a thread */
    public static Pace ofWakes() {
        return new Pace(LEAST_WAKE, MOST_WAKE);
    }

    /** @param nanos another time */
    public void add(long nanos) {
        mean += (Math.min(Math.max(nanos, least), most) - mean) / WEIGHT;
    }

    /** @return the mean */
    public long nanos() {
        return mean;
    }
}
