// SPDX-License-Identifier: Apache-2.0
package org.xenbay.simulation.schedule;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** A reentrant lock with waiting threads. */
public final class Monitor {

    private static final class Waiter {
        private boolean told;
    }

    private final Deque<Waiter> waiters = new ArrayDeque<>();
    private @Nullable ScheduledThread owner;
    private int count;

    /** Takes the lock, in a step. */
    void enter(ScheduledThread me) {
        if (owner != me) {
            me.scheduler.step(me);
            if (owner != null) {
                me.await(() -> owner == null, ScheduledThread.NEVER, false);
            }
            owner = me;
        }
        count++;
    }

    boolean tryEnter(ScheduledThread me) {
        me.scheduler.step(me);
        if (owner != null && owner != me) {
            return false;
        }
        owner = me;
        count++;
        return true;
    }

    /** Leaves the lock, if the thread has it: a stopped thread may not have it. */
    void exit(ScheduledThread me) {
        if (owner == me && --count == 0) {
            owner = null;
        }
    }

    boolean isFreeFor(ScheduledThread me) {
        return owner == null || owner == me;
    }

    boolean isOwnedBy(ScheduledThread me) {
        return owner == me;
    }

    /** @return whether it was notified; false after the timeout */
    boolean await(ScheduledThread me, long end) throws InterruptedException {
        if (owner != me) {
            throw new IllegalMonitorStateException();
        }
        Waiter waiter = new Waiter();
        waiters.add(waiter);
        int depth = count;
        owner = null;
        count = 0;
        boolean told = me.await(() -> waiter.told, end, true);
        waiters.remove(waiter);
        me.await(() -> owner == null, ScheduledThread.NEVER, false);
        owner = me;
        count = depth;
        if (!told && me.clearInterrupted()) {
            throw new InterruptedException();
        }
        return told;
    }

    void tell(boolean all) {
        do {
            Waiter next = waiters.poll();
            if (next == null) {
                return;
            }
            next.told = true;
        } while (all);
    }
}
