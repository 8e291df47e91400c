// SPDX-License-Identifier: Apache-2.0
package org.xenbay.benchmark;

import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;

/**
 * Sends requests at a fixed rate, by a schedule that does not wait for answers. When an answer or this thread is late, the
 * requests that were due in that time are sent late, and their latency counts from the time at which they were due, because a
 * guest with a request at that moment would wait as well. A loop that sends the next request after the answer would leave these
 * latencies out (coordinated omission).
 */
final class OpenLoop {

    /** A shorter rest of a pause is polled, because waking a thread would take as long. */
    private static final long SPIN_NANOS = 100_000;

    private final long start;
    private final long ratePerSecond;
    private final LongSupplier clock;
    private final LongConsumer pause;

    /** @param ratePerSecond requests a second; the first is due in 10 ms */
    OpenLoop(long ratePerSecond) {
        this(ratePerSecond, System::nanoTime, OpenLoop::pause, 10_000_000);
    }

    /**
     * @param ratePerSecond requests a second
     * @param clock in nanoseconds, from an arbitrary origin
     * @param pause waits for so many nanoseconds, or for less
     * @param lead nanoseconds until the first request is due
     */
    OpenLoop(long ratePerSecond, LongSupplier clock, LongConsumer pause, long lead) {
        this.ratePerSecond = ratePerSecond;
        this.clock = clock;
        this.pause = pause;
        this.start = clock.getAsLong() + lead;
    }

    private static void pause(long nanos) {
        if (nanos > SPIN_NANOS) {
            LockSupport.parkNanos(nanos - SPIN_NANOS);
        } else {
            Thread.onSpinWait();
        }
    }

    /** @return the time at which a request is due, by the clock; the first has number 0 */
    long due(long number) {
        return start + number / ratePerSecond * 1_000_000_000 + number % ratePerSecond * 1_000_000_000 / ratePerSecond;
    }

    /** Sends one request. */
    @FunctionalInterface
    interface Sender {

        /** @param number of the request, from 0 */
        void send(long number) throws Exception;
    }

    /**
     * Sends each request when it is due, or at once if that time is over.
     *
     * @param count of requests
     * @param sender must not wait for an answer
     * @return nanoseconds from the time at which the first request was due until the last was sent
     */
    long run(long count, Sender sender) throws Exception {
        for (long number = 0; number < count; number++) {
            send(number, sender);
        }
        return clock.getAsLong() - start;
    }

    /**
     * Sends requests in the same way until it is ended.
     *
     * @param ended evaluated before each request
     * @return number of requests that were sent
     */
    long runUntil(BooleanSupplier ended, Sender sender) throws Exception {
        long number = 0;
        for (; !ended.getAsBoolean(); number++) {
            send(number, sender);
        }
        return number;
    }

    private void send(long number, Sender sender) throws Exception {
        long due = due(number);
        for (long left = due - clock.getAsLong(); left > 0; left = due - clock.getAsLong()) {
            pause.accept(left);
        }
        sender.send(number);
    }
}
