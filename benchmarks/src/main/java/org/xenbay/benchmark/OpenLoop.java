// SPDX-License-Identifier: Apache-2.0
package org.xenbay.benchmark;

import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;

/**
 * Sends requests at a fixed rate, by a schedule that waits for no answer. When an answer or this thread is late, the requests
 * that were due in that time are sent late, and their latency counts from when they were due: a guest that has a request at
 * that moment waits as well. A loop that sends the next request after the answer would leave these out (coordinated omission).
 */
final class OpenLoop {

    /** The rest of a pause below this is polled, as waking a thread would take as long. */
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
     * @param clock in nanoseconds, from any beginning
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

    /** @return when a request is due, by the clock; the first has number 0 */
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
     * Sends each request when it is due, or at once when that is over.
     *
     * @param count of requests
     * @param sender must not wait for an answer
     * @return how many nanoseconds went from when the first was due until the last was sent
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
     * @param ended asked before each request
     * @return how many were sent
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
