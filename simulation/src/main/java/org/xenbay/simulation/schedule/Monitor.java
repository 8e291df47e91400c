// SPDX-License-Identifier: Apache-2.0
package org.xenbay.simulation.schedule;

import java.util.ArrayDeque;
import java.util.Deque;

/** A lock that its owner may take again, with those who wait for a notice. */
public final class Monitor {

    private static final class Waiter {
        private boolean told;
    }

    private final Deque<Waiter> waiters = new ArrayDeque<>();
    private ScheduledThread owner;
    private int count;

    /** A step, and the calling thread has it then. */
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

    /** Leaves it; a thread that is stopped leaves what it never got. */
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

    /** @return whether somebody told it to; false when the time was over */
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
