// SPDX-License-Identifier: Apache-2.0
package org.xenbay.api.lookout;

/**
 * How long it is worth to look out for a guest's next request instead of sleeping: some times as long as it takes to be woken, as
 * a sleep costs the threads that pump events and that are woken next as well, and only while requests come that soon or hardly
 * later. So looking out costs a processor at most, and that only while a guest is this busy.
 */
public final class Patience {

    /** One long pause says no more than that it was one. */
    private static final int MOST_WAKES = 16;

    /** A guest whose requests come later on average is not looked out for. */
    private static final int NEAR_WAKES = 8;

    private static final int WEIGHT = 4;

    /** Mean time from the end of a request to the next, in nanoseconds. */
    private volatile long gap;

    /**
     * @param wake what it takes to wake a thread, in nanoseconds
     * @return nanoseconds; 0 not to look out at all
     */
    public long nanos(long wake) {
        return gap <= NEAR_WAKES * wake ? NEAR_WAKES * wake : 0;
    }

    /**
     * A request came.
     *
     * @param nanos after the one before had ended
     * @param wake what it takes to wake a thread, in nanoseconds
     */
    public void came(long nanos, long wake) {
        gap += (Math.min(nanos, MOST_WAKES * wake) - gap) / WEIGHT;
    }
}
