// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.ninepfs.server;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.xenbay.api.polling.MovingAverage;
import org.xenbay.api.polling.SpinBudget;

/**
 * How long the requests of one lane take, how soon the next one comes, and whether requests overlap. The yardstick is what it
 * takes to wake a thread. What changes these is called under the lane's monitor; what asks for them may be called without it,
 * and gets a hint.
 */
final class RequestTiming {

    /** A request that takes no longer than so many wakes is not worth a second thread: the wake costs the first thread's processor too. */
    private static final int FAST_WAKES = 4;

    /** A request that takes as long as so many wakes must not keep others of its guest waiting, even if none is expected. */
    private static final int LONG_WAKES = 32;

    /** No guest sends the next request within this part of a wake. */
    private static final int SOON = 8;

    /** After requests that overlapped, so many of the next ones are expected to overlap too. */
    private static final int CONCURRENT_REQUESTS = 16;

    private final LongSupplier wake;
    /** After a quick request, and after a long one: a guest takes its time with a large reply, and hardly any with a small one. */
    private final SpinBudget afterQuick = new SpinBudget();

    private final SpinBudget afterLong = new SpinBudget();
    private final MovingAverage requestTime = new MovingAverage(0, TimeUnit.MILLISECONDS.toNanos(10));
    /** When the last request ended; 0 once the next one has come. */
    private long ended;
    /** Whether that request was long. */
    private volatile boolean wasLong;
    /** For how many more requests others are expected beside them. */
    private int concurrentHint;
    /** When the first event came since the port was unmasked; 0 before it. */
    private long alertedAt;

    /** @param wake gives the time that waking a thread takes, in nanoseconds */
    RequestTiming(LongSupplier wake) {
        this.wake = wake;
    }

    /** An event has come: a request came at this moment, however late it is taken. */
    void alerted() {
        alertedAt = alertedAt == 0 ? System.nanoTime() : alertedAt;
    }

    /** The port is unmasked: no event has come since. */
    void rearmed() {
        alertedAt = 0;
    }

    /**
     * A request has come. A request that has come as soon as another ended has waited while that one was under way.
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

    /** @param start when the request began that has ended now, by {@link System#nanoTime} */
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

    /** @return whether others of this guest may come before the next request has ended, and be worth a thread of their own */
    boolean expectsConcurrent() {
        return !isFast() && (concurrentHint > 0 || requestTime.nanos() >= LONG_WAKES * wake.getAsLong());
    }

    /** @return whether a request is done so soon that another thread hardly helps */
    boolean isFast() {
        return requestTime.nanos() < FAST_WAKES * wake.getAsLong();
    }
}
