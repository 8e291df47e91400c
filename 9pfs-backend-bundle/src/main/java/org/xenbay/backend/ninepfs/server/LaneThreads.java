// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.ninepfs.server;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.TimeUnit;

/**
 * The threads of one lane: counts them, knows which ones wait for work, and decides when an idle thread is woken or another one
 * requested. Under the lane's monitor, on which idle threads wait.
 */
final class LaneThreads {

    private static final Logger LOG = System.getLogger(LaneThreads.class.getName());

    /** Time after which a thread without work ends. */
    private static final long IDLE_MILLIS = 5_000;

    private final Lane lane;
    private final Workers workers;
    /** Number of all threads, of those that wait for work, and of those that carry out a task. */
    private int threads;

    private int idle;
    private int working;
    /** Whether a thread was requested that has not started yet. */
    private boolean asked;
    /** When an idle thread was woken that has not run yet; otherwise 0. */
    private long wokenAt;
    /** Number of idle threads that have to end at once. */
    private int dismissed;
    /** Whether all threads end as soon as there is no work left. */
    private boolean ending;

    LaneThreads(Lane lane, Workers workers) {
        this.lane = lane;
        this.workers = workers;
    }

    /** The calling thread has been started. */
    void began() {
        threads++;
        asked = false;
        workers.begins();
    }

    /** @return false when the calling thread has to end; then it is not counted any more */
    boolean awaitWork() {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(IDLE_MILLIS);
        while (!lane.hasWork()) {
            long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
            boolean isDismissed = dismissed > 0 && !ending && left > 0;
            if (isDismissed || ending || left <= 0) {
                dismissed -= isDismissed ? 1 : 0;
                threads--;
                workers.rests();
                return false;
            }
            idle(left);
        }
        return true;
    }

    private void idle(long millis) {
        idle++;
        workers.rests();
        try {
            lane.wait(millis);
        } catch (InterruptedException stray) {
            LOG.log(Level.DEBUG, "a thread was interrupted while it waited for work");
        }
        workers.begins();
        idle--;
        if (wokenAt != 0) {
            workers.awake(wokenAt);
            wokenAt = 0;
        }
    }

    /** There is work. A thread that is neither idle nor at a task finds the work itself; otherwise one is woken or requested. */
    void need() {
        if (threads - idle > working) {
            return;
        }
        if (idle > 0) {
            if (wokenAt == 0) {
                wokenAt = System.nanoTime();
                workers.wakes();
            }
            lane.notify();
        } else if (!asked) {
            asked = true;
            workers.starter().wanted(lane);
        }
    }

    /** @return whether a requested thread is still needed; if not, the request is withdrawn */
    boolean stillNeeded() {
        asked = lane.hasWork() && idle == 0 && threads == working;
        return asked;
    }

    /** @return whether an idle thread was found; it ends now */
    boolean dismissIdle() {
        if (idle <= dismissed) {
            return false;
        }
        dismissed++;
        lane.notifyAll();
        return true;
    }

    /** All threads end as soon as there is no work left. */
    void end() {
        ending = true;
        lane.notifyAll();
    }

    /** One of them begins a task. */
    void taskBegins() {
        working++;
    }

    /** One of them has ended a task. */
    void taskEnded() {
        working--;
    }
}
