package org.xenbay.backend.ninepfs.server;

/**
 * How long it is worth to look out for a guest's next request: longer after it came in time, shorter after it did not, and
 * now and then tried again.
 */
final class Patience {

    private static final long LEAST_NANOS = 5_000;
    private static final long MOST_NANOS = 80_000;
    private static final int TRY_AGAIN = 64;

    private volatile long nanos = LEAST_NANOS;
    private int skipped;

    /** @return nanoseconds; 0 not to look at all */
    long patience() {
        if (nanos >= LEAST_NANOS) {
            return nanos;
        }
        return ++skipped % TRY_AGAIN == 0 ? LEAST_NANOS : 0;
    }

    void ended(boolean inTime) {
        nanos = inTime ? Math.min(Math.max(nanos, LEAST_NANOS) * 2, MOST_NANOS) : nanos / 2;
    }
}
