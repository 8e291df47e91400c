// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.ninepfs.export;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.LongSupplier;

/** A lock that threads get in the order in which they ask. It expires when a thread holds it for too long. */
final class ExpiringLock {

    private final long longestNanos;
    private final LongSupplier clock;

    @GuardedBy("this")
    private final Deque<Long> waiting = new ArrayDeque<>();

    @GuardedBy("this")
    private long last;

    /** Number of the turn that holds the lock; 0 while the lock is free. */
    @GuardedBy("this")
    private long present;

    @GuardedBy("this")
    private long began;

    ExpiringLock(long longestNanos) {
        this(longestNanos, System::nanoTime);
    }

    ExpiringLock(long longestNanos, LongSupplier clock) {
        this.longestNanos = longestNanos;
        this.clock = clock;
    }

    /** @return the number of the calling thread's turn, which has begun */
    synchronized long take() {
        long mine = ++last;
        waiting.add(mine);
        boolean interrupted = false;
        while (waiting.peek() != mine || !isFree()) {
            try {
                wait(1 + Math.max(0, longestNanos - (clock.getAsLong() - began)) / 1_000_000);
            } catch (InterruptedException again) {
                interrupted = true;
            }
        }
        waiting.remove();
        present = mine;
        began = clock.getAsLong();
        notifyAll();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return mine;
    }

    @GuardedBy("this")
    private boolean isFree() {
        return present == 0 || clock.getAsLong() - began >= longestNanos;
    }

    /** @param turn the turn that has ended; no effect when the lock has expired and another turn has begun */
    synchronized void end(long turn) {
        if (turn == present) {
            present = 0;
            notifyAll();
        }
    }
}
