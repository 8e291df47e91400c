// SPDX-License-Identifier: Apache-2.0
package org.xenbay.it;

import java.util.concurrent.atomic.AtomicLong;

/** A thread that repeats a check until the test stops it, and keeps the failures. */
final class Verifier implements AutoCloseable {

    private static final long MAX_MILLIS = 60_000;

    /** What is done. */
    interface Round {

        /**
         * @param number 0 and up
         * @throws Exception or an AssertionError when something is wrong: it is the last round
         */
        void run(long number) throws Exception;
    }

    private final AtomicLong rounds = new AtomicLong();
    private final Thread thread;
    private volatile boolean stopped;
    private volatile String fault = "";

    Verifier(String name, Round round) {
        thread = new Thread(() -> repeat(round), name);
        thread.start();
    }

    private void repeat(Round round) {
        try {
            while (!stopped) {
                round.run(rounds.get());
                rounds.incrementAndGet();
            }
        } catch (Exception | AssertionError failed) {
            fault = thread.getName() + ", round " + rounds + ": " + failed;
        }
    }

    /** Rounds that went well. */
    long rounds() {
        return rounds.get();
    }

    /** What went wrong, empty when nothing did. */
    String fault() {
        return fault;
    }

    /** Waits until the round under way has ended. */
    void finish() throws InterruptedException {
        stopped = true;
        thread.join(MAX_MILLIS);
        if (thread.isAlive()) {
            fault = thread.getName() + ", round " + rounds + " does not end";
        }
    }

    @Override
    public void close() throws InterruptedException {
        stopped = true;
        thread.interrupt();
        thread.join(MAX_MILLIS);
    }
}
