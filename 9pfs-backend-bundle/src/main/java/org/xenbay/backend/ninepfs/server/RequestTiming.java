// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.ninepfs.server;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.xenbay.api.polling.MovingAverage;
import org.xenbay.api.polling.SpinBudget;

/**
 * Measures how long the requests of one lane take, how soon the next one comes, and whether requests overlap. The unit is the
 * time that waking a thread takes. Methods that change the measurements need the lane's monitor. Methods that read them may be
 * called without it; their results are hints.
 */
final class RequestTiming {

    /**
     * A request that takes at most this many wakes does not justify a second thread: the wake also costs time on the first
     * thread's processor.
     */
    private static final int FAST_WAKES = 4;

    /** A request that takes this many wakes must not make the guest's other requests wait, even if none is expected. */
    private static final int LONG_WAKES = 32;

    /** No guest sends the next request within this part of a wake. */
    private static final int SOON = 8;

    /** After overlapping requests, this many of the next ones are expected to overlap too. */
    private static final int CONCURRENT_REQUESTS = 16;

    private final LongSupplier wake;
    /**
     * Separate budgets after a quick request and after a long one: a guest needs time for a large reply, and hardly any for a
     * small one.
     */
    private final SpinBudget afterQuick = new SpinBudget();

    private final SpinBudget afterLong = new SpinBudget();
    private final MovingAverage requestTime = new MovingAverage(0, TimeUnit.MILLISECONDS.toNanos(10));
    /** When the last request ended; 0 once the next one has come. */
    private long ended;
    /** Whether that request was long. */
    private volatile boolean wasLong;
    /** Number of further requests during which others are expected to overlap. */
    private int concurrentHint;
    /** When the first event came since the port was unmasked; 0 before that event. */
    private long alertedAt;

    /** @param wake returns the time that waking a thread takes, in nanoseconds */
    RequestTiming(LongSupplier wake) {
        this.wake = wake;
    }

    /** An event has come: a request arrived at this moment, even if it is taken later. */
    void alerted() {
        alertedAt = alertedAt == 0 ? System.nanoTime() : alertedAt;
    }

    /** The port is unmasked: no event has come since. */
    void rearmed() {
        alertedAt = 0;
    }

    /**
     * A request was taken. A request that was there as soon as another one ended had been waiting during that one.
     *
     * @param besideOthers whether other requests are under way, or wait
     */
    void came(boolean besideOthers) {
        long now = System.nanoTime();
        boolean wasThere = ended != 0 && now - ended < wake.getAsLong() / SOON;
        if (besideOthers || wasThere) {
            concurrentHint = CONCURRENT_REQUESTS;
        } else if (concurrentHint > 0) {
            concurrentHint--;
        }
        if (ended != 0) {
            spinBudget().came((alertedAt == 0 ? now : alertedAt) - ended, wake.getAsLong());
            ended = 0;
        }
        alertedAt = 0;
    }

    /** @param start start of the request that has ended now, by {@link System#nanoTime} */
    void ended(long start) {
        ended = System.nanoTime();
        wasLong = ended - start >= wake.getAsLong();
        requestTime.add(ended - start);
    }

    /** A request has taken longer than expected, and others may have come meanwhile. */
    void overdue() {
        concurrentHint = CONCURRENT_REQUESTS;
        requestTime.add(TimeUnit.MILLISECONDS.toNanos(OverdueRequests.MILLIS));
    }

    /** @return how long a thread polls after the last request */
    SpinBudget spinBudget() {
        return wasLong ? afterLong : afterQuick;
    }

    /** @return whether other requests of this guest may come before the next request has ended, and justify another thread */
    boolean expectsConcurrent() {
        return !isFast() && (concurrentHint > 0 || requestTime.nanos() >= LONG_WAKES * wake.getAsLong());
    }

    /** @return whether requests are so quick that another thread hardly helps */
    boolean isFast() {
        return requestTime.nanos() < FAST_WAKES * wake.getAsLong();
    }
}
