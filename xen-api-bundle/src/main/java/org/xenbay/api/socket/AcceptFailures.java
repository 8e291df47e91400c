// SPDX-License-Identifier: Apache-2.0
package org.xenbay.api.socket;

import java.io.IOException;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Handles a listener's failures to accept a connection because the host has no descriptor or no memory. The listener waits,
 * longer each time up to a second, and tries again. The log says so, at most once a minute. By one thread at a time.
 */
public final class AcceptFailures {

    private static final long FIRST_MILLIS = 50;
    private static final long LONGEST_MILLIS = 1000;
    private static final long SILENCE_NANOS = Duration.ofMinutes(1).toNanos();

    private final Consumer<String> log;
    private final LongSupplier clock;
    private long pauseMillis = FIRST_MILLIS;
    private boolean hasLogged;
    private long logged;
    private long unlogged;

    /** @param log takes a line for an administrator */
    public AcceptFailures(Consumer<String> log) {
        this(log, System::nanoTime);
    }

    AcceptFailures(Consumer<String> log, LongSupplier clock) {
        this.log = log;
        this.clock = clock;
    }

    /**
     * @param where the listener's address, in words
     * @param failure why no connection was accepted
     * @return how long to wait before the next try
     */
    public Duration pause(Object where, IOException failure) {
        long now = clock.getAsLong();
        if (!hasLogged || now - logged >= SILENCE_NANOS) {
            String more = unlogged == 0 ? "" : " (" + unlogged + " times more since the last such line)";
            log.accept("cannot accept a connection on " + where + ", tried again soon: " + failure.getMessage() + more);
            hasLogged = true;
            logged = now;
            unlogged = 0;
        } else {
            unlogged++;
        }
        long pause = pauseMillis;
        pauseMillis = Math.min(LONGEST_MILLIS, 2 * pauseMillis);
        return Duration.ofMillis(pause);
    }

    /** A connection was accepted: the next failure's pause is short again. */
    public void accepted() {
        pauseMillis = FIRST_MILLIS;
    }
}
