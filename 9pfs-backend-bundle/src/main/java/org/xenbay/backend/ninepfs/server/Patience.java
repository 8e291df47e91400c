package org.xenbay.backend.ninepfs.server;

/**
 * How long it is worth to look out for a guest's next request instead of sleeping: as long as it takes to be woken, and only
 * while requests come that soon. So looking out never costs more than about what it saves.
 */
final class Patience {

    /** One long pause says no more than that it was one. */
    private static final int MOST_WAKES = 8;

    private static final int WEIGHT = 4;

    /** Mean time from the end of a request to the next, in nanoseconds. */
    private volatile long gap;

    /**
     * @param wake what it takes to wake a thread, in nanoseconds
     * @return nanoseconds; 0 not to look out at all
     */
    long nanos(long wake) {
        return gap <= 2 * wake ? 2 * wake : 0;
    }

    /**
     * A request came.
     *
     * @param nanos after the one before had ended
     * @param wake what it takes to wake a thread, in nanoseconds
     */
    void came(long nanos, long wake) {
        gap += (Math.min(nanos, MOST_WAKES * wake) - gap) / WEIGHT;
    }
}
