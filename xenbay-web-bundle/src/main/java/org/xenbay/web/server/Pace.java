// SPDX-License-Identifier: Apache-2.0
package org.xenbay.web.server;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.function.LongSupplier;

/** Of what anybody can cause as often as they like, the log tells once in a while, and how often it was. From any thread. */
final class Pace {

    private final long pause;
    private final LongSupplier clock;

    @GuardedBy("this")
    private boolean told;

    @GuardedBy("this")
    private long last;

    @GuardedBy("this")
    private int untold;

    /**
     * @param pause nanoseconds between one line of the log and the next
     * @param clock nanoseconds since any moment
     */
    Pace(long pause, LongSupplier clock) {
        this.pause = pause;
        this.clock = clock;
    }

    /**
     * It has happened.
     *
     * @return how often since the log told of it, when it is to tell now; 0 when not
     */
    synchronized int happened() {
        untold++;
        long now = clock.getAsLong();
        if (told && now - last < pause) {
            return 0;
        }
        int count = untold;
        told = true;
        last = now;
        untold = 0;
        return count;
    }
}
