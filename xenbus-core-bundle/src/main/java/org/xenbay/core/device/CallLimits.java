// SPDX-License-Identifier: Apache-2.0
package org.xenbay.core.device;

import java.time.Duration;

/**
 * How long calls into backends' code may take.
 *
 * @param notice time after which a call is named in the log and shown
 * @param giveUp time after which its device is taken from the backend
 * @param letGo time that a bundle's stop waits for its devices; devices that are not closed then are given up. The command that
 *     attaches a device waits as long for the backend's answer
 * @param threads device threads that calls of one backend can hold beyond the usual number
 */
public record CallLimits(Duration notice, Duration giveUp, Duration letGo, int threads) {

    /** Defaults that suit most hosts. */
    public static final CallLimits DEFAULT =
            new CallLimits(Duration.ofSeconds(2), Duration.ofSeconds(60), Duration.ofSeconds(10), 16);

    /** Refuses limits that contradict each other. */
    public CallLimits {
        if (notice.isNegative() || notice.isZero() || giveUp.compareTo(notice) < 0) {
            throw new IllegalArgumentException("a call is named after " + notice.toMillis()
                    + " ms, which has to be more than 0, and given up after " + giveUp.toMillis()
                    + " ms, which must not be less");
        }
        if (threads < 1) {
            throw new IllegalArgumentException("stuckThreads is 1 or more, not " + threads);
        }
    }
}
