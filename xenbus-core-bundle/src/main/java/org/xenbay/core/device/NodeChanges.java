// SPDX-License-Identifier: Apache-2.0
package org.xenbay.core.device;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.HashSet;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * Collects changes below a device's two directories and limits how often they are read. A guest can change its nodes without
 * pause: {@value #BURST} immediate readings are enough for every handshake; after those, one reading every 20 ms covers all
 * changes since the last. The backend's nodes belong to the toolstack, which is trusted: their changes are read at once. After
 * each conflict the pause before the next reading grows. From any thread.
 */
final class NodeChanges {

    /** A reading is scheduled already. */
    static final long SCHEDULED = -1;

    /** Most names of changed nodes between two readings; more are reported as "many". */
    private static final int MAX_NAMES = 32;

    private static final int BURST = 32;
    private static final long INTERVAL_NANOS = 20_000_000;
    private static final long FIRST_PAUSE_NANOS = 10_000_000;
    private static final long LONGEST_PAUSE_NANOS = 1_000_000_000;

    /**
     * Names of changed nodes, relative to their directory.
     *
     * @param backend below the backend's directory; an empty name stands for the directory itself, or for many
     * @param frontend below the frontend's directory, likewise
     */
    record Changed(Set<String> backend, Set<String> frontend) {
        static Changed nothing() {
            return new Changed(new HashSet<>(), new HashSet<>());
        }
    }

    private final LongSupplier clock;

    @GuardedBy("this")
    private Changed changed = Changed.nothing();

    @GuardedBy("this")
    private boolean scheduled;
    /** When the next reading is due, at a rate of one every 20 ms. */
    @GuardedBy("this")
    private long due;

    @GuardedBy("this")
    private long pauseEnds;

    @GuardedBy("this")
    private long pause = FIRST_PAUSE_NANOS;

    @GuardedBy("this")
    private boolean conflict;

    /** @param clock in nanoseconds, from any beginning */
    NodeChanges(LongSupplier clock) {
        this.clock = clock;
        this.due = clock.getAsLong();
        this.pauseEnds = due;
    }

    /** @return in how many nanoseconds a reading is to be scheduled, or {@link #SCHEDULED} */
    synchronized long backend(String node) {
        add(changed.backend(), node);
        return schedule(false);
    }

    /** @return in how many nanoseconds a reading is to be scheduled, or {@link #SCHEDULED} */
    synchronized long frontend(String node) {
        add(changed.frontend(), node);
        return schedule(true);
    }

    /**
     * A reading or a write met a conflict.
     *
     * @param again changes to report once more
     * @return in how many nanoseconds a reading is to be scheduled, or {@link #SCHEDULED}
     */
    synchronized long conflict(Changed again) {
        again.backend().forEach(node -> add(changed.backend(), node));
        again.frontend().forEach(node -> add(changed.frontend(), node));
        if (!conflict) {
            conflict = true;
            pauseEnds = clock.getAsLong() + pause;
            pause = Math.min(2 * pause, LONGEST_PAUSE_NANOS);
        }
        return schedule(true);
    }

    /** @return the nanoseconds until the nodes may be read; 0 when they may be read now */
    synchronized long early() {
        return Math.max(0, pauseEnds - clock.getAsLong());
    }

    /** @return the changes, to be read now; the next change schedules the next reading */
    synchronized Changed take() {
        Changed taken = changed;
        changed = Changed.nothing();
        scheduled = false;
        conflict = false;
        return taken;
    }

    /** Ends a reading: if it met no conflict, the next conflict's pause is short again. */
    synchronized void settle() {
        if (!conflict) {
            pause = FIRST_PAUSE_NANOS;
        }
    }

    private static void add(Set<String> names, String node) {
        names.add(names.size() < MAX_NAMES ? node : "");
    }

    /** @param paced whether a guest may have caused it */
    @GuardedBy("this")
    private long schedule(boolean paced) {
        if (scheduled) {
            return SCHEDULED;
        }
        scheduled = true;
        long now = clock.getAsLong();
        long earliest = pauseEnds;
        if (paced) {
            due = Math.max(due, now) + INTERVAL_NANOS;
            earliest = Math.max(due - BURST * INTERVAL_NANOS, pauseEnds);
        }
        return Math.max(0, earliest - now);
    }
}
