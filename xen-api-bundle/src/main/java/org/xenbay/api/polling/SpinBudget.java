// SPDX-License-Identifier: Apache-2.0
package org.xenbay.api.polling;

/**
 * How long a thread polls for a guest's next request before it sleeps: a multiple of the time that waking a thread takes,
 * because a sleep also costs the thread that pumps events and the thread that is woken next. The budget is zero unless requests
 * come about that soon. Polling therefore costs at most one processor, and only while a guest is this busy.
 */
public final class SpinBudget {

    /** A longer pause counts as one of this length, so that a single pause does not dominate the average. */
    private static final int MAX_WAKES = 16;

    /** Threads do not poll for a guest whose requests come later on average. */
    private static final int NEAR_WAKES = 8;

    private static final int WEIGHT = 4;

    /** Mean time from the end of a request to the next, in nanoseconds. */
    private volatile long gap;

    /**
     * @param wake what it takes to wake a thread, in nanoseconds
     * @return nanoseconds to poll; 0 to sleep at once
     */
    public long nanos(long wake) {
        return gap <= NEAR_WAKES * wake ? NEAR_WAKES * wake : 0;
    }

    /**
     * A request came.
     *
     * @param nanos from the end of the earlier request to the arrival of this one, in nanoseconds
     * @param wake what it takes to wake a thread, in nanoseconds
     */
    public void came(long nanos, long wake) {
        gap += (Math.min(nanos, MAX_WAKES * wake) - gap) / WEIGHT;
    }
}
