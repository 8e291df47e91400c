// SPDX-License-Identifier: Apache-2.0
package org.xenbay.vnc;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Wrong passwords by where they came from. After some, the next attempt from there has to wait, each time twice as long. From any
 * thread.
 */
final class FailedAttempts {

    private static final int FREE = 3;
    private static final int MAX_DOUBLINGS = 6;
    private static final int MAX_PEERS = 256;
    private static final long FIRST_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final LongSupplier clock;

    /** The one whose last failure is the oldest comes first. */
    @GuardedBy("this")
    private final Map<String, Failures> peers = new LinkedHashMap<>();

    private record Failures(int count, long last) {
        long pause() {
            return count < FREE ? 0 : FIRST_NANOS << Math.min(count - FREE, MAX_DOUBLINGS);
        }
    }

    /** @param clock nanoseconds since any moment */
    FailedAttempts(LongSupplier clock) {
        this.clock = clock;
    }

    /** @return whether an attempt has to wait */
    synchronized boolean mustWait(String peer) {
        Failures failures = peers.get(peer);
        return failures != null && clock.getAsLong() - failures.last < failures.pause();
    }

    /**
     * Judges an attempt, unless it has to wait: others from there may have failed since it began.
     *
     * @param passed whether the password is right
     * @return whether the attempt counts; it then has failed or succeeded
     */
    synchronized boolean judge(String peer, boolean passed) {
        if (mustWait(peer)) {
            return false;
        }
        if (passed) {
            succeeded(peer);
        } else {
            failed(peer);
        }
        return true;
    }

    synchronized void failed(String peer) {
        Failures before = peers.remove(peer);
        if (peers.size() >= MAX_PEERS) {
            peers.remove(peers.keySet().iterator().next());
        }
        peers.put(peer, new Failures(before == null ? 1 : before.count + 1, clock.getAsLong()));
    }

    synchronized void succeeded(String peer) {
        peers.remove(peer);
    }
}
