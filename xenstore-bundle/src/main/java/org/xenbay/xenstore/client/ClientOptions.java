// SPDX-License-Identifier: Apache-2.0
package org.xenbay.xenstore.client;

import java.time.Duration;

/**
 * The timeouts of a client.
 *
 * @param replyTimeout time limit of the daemon's answer, after which it counts as dead
 * @param firstBackOff pause before the second attempt to reconnect; it doubles with each attempt
 * @param maxBackOff the longest pause
 */
public record ClientOptions(Duration replyTimeout, Duration firstBackOff, Duration maxBackOff) {

    /** A minute for an answer; pauses between attempts to connect from 50 ms to 2 s. */
    public static final ClientOptions DEFAULT =
            new ClientOptions(Duration.ofSeconds(60), Duration.ofMillis(50), Duration.ofSeconds(2));

    /** Checks that all are positive. */
    public ClientOptions {
        if (!isPositive(replyTimeout) || !isPositive(firstBackOff) || !isPositive(maxBackOff)) {
            throw new IllegalArgumentException("durations are positive");
        }
    }

    private static boolean isPositive(Duration duration) {
        return !duration.isNegative() && !duration.isZero();
    }
}
