// SPDX-License-Identifier: Apache-2.0
package org.xenbay.core.device;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.xenbay.api.polling.Polling;
import org.xenbay.api.polling.SpinBudget;

/**
 * Runs a device's tasks one after another on shared threads. After {@value #TURN} tasks it queues behind other mailboxes,
 * so that a busy device does not starve the rest. Before a thread leaves a device whose work keeps coming, the thread polls
 * for the next work for a while.
 */
final class Mailbox implements Executor {

    private static final int TURN = 64;

    private static final Logger LOG = System.getLogger(Mailbox.class.getName());

    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean scheduled = new AtomicBoolean();
    private final DeviceThreads threads;
    private volatile Lane lane;
    /** The one that runs, or is to run. */
    private volatile Turn current;

    private final SpinBudget spinBudget = new SpinBudget();
    /** When a thread was asked for. */
    private volatile long scheduledAt;
    /** When the last task had ended. */
    private long idleAt = System.nanoTime();
    /** Null when there is nothing to poll. */
    private PolledWork polled;

    /**
     * @param threads where tasks run; its tasks do not throw
     * @param lane its part of the threads
     */
    Mailbox(DeviceThreads threads, Lane lane) {
        this.threads = threads;
        this.lane = lane;
    }

    /** @param next its part of the threads from its next turn on */
    void setLane(Lane next) {
        lane = next;
    }

    /** @return whether the calling thread is the one that runs its tasks. From any thread. */
    boolean isCurrentThread() {
        Turn turn = current;
        return turn != null && turn.thread == Thread.currentThread();
    }

    /** @return whether it waits for a thread because its backend's code holds as many as it may. From any thread. */
    boolean waitsForLane() {
        return laneWaitedFor() != null;
    }

    /** @return the part of the threads that it waits for; null when it has a thread or will have one at once. From any thread. */
    Lane laneWaitedFor() {
        Turn turn = current;
        return turn != null && turn.thread == null && turn.lane.isFull() ? turn.lane : null;
    }

    /** @param task runs after all earlier tasks */
    @Override
    public void execute(Runnable task) {
        tasks.add(task);
        schedule();
    }

    /**
     * Called in a task.
     *
     * @param next is polled when no task is left, until {@link PolledWork#rearm} was called
     */
    void poll(PolledWork next) {
        if (polled != next) {
            rearm();
            polled = next;
        }
    }

    /**
     * Continues on another thread: the call of the current one was given up, or the backend's code holds all its threads.
     *
     * @param first runs before the tasks that wait
     */
    void continueOnNewThread(Runnable first) {
        Turn lost = current;
        lane = threads.own();
        polled = null;
        threads.polling().end(lost.thread);
        begin(new Turn(lane, first));
    }

    /**
     * @return whether it waited for a thread and was taken out of the queue: {@link #continueOnNewThread} is to follow. From any thread.
     */
    boolean withdraw() {
        Turn turn = current;
        return turn != null && turn.taken.compareAndSet(false, true);
    }

    /** Logs a defect of the core in one device: the thread serves other devices too. */
    private static void run(Runnable task) {
        try {
            task.run();
        } catch (GivenUp lost) {
            throw lost;
        } catch (Throwable thrown) {
            LOG.log(Level.ERROR, "a device's task failed outside its boundary", thrown);
        }
    }

    private void schedule() {
        if (scheduled.compareAndSet(false, true)) {
            begin(new Turn(lane, null));
        }
    }

    private void begin(Turn turn) {
        current = turn;
        scheduledAt = System.nanoTime();
        try {
            turn.lane.execute(turn);
        } catch (RejectedExecutionException stopped) {
            // The core has stopped, and this device with it: a guest's late signal must not fail in its sender.
            LOG.log(Level.DEBUG, "a task came after the end");
        }
    }

    /** A turn: some tasks on one thread. */
    private final class Turn implements Runnable {
        private final Lane lane;
        /** Runs before the tasks that wait; null for none. */
        private final Runnable first;

        private final AtomicBoolean taken = new AtomicBoolean();
        private volatile Thread thread;

        Turn(Lane lane, Runnable first) {
            this.lane = lane;
            this.first = first;
        }

        @Override
        public void run() {
            try {
                if (taken.compareAndSet(false, true)) {
                    thread = Thread.currentThread();
                    runTasks();
                    end();
                }
            } catch (GivenUp lost) {
                lost.calls().returned();
            } finally {
                lane.ended();
            }
        }

        private void runTasks() {
            threads.polling().woken(System.nanoTime() - scheduledAt);
            spinBudget.came(scheduledAt - idleAt, threads.polling().wakeNanos());
            if (first != null) {
                Mailbox.run(first);
            }
            for (int i = 0; i < TURN; i++) {
                Runnable task = next();
                if (task == null) {
                    return;
                }
                Mailbox.run(task);
            }
        }

        private void end() {
            idleAt = System.nanoTime();
            rearm();
            current = null;
            scheduled.set(false);
            if (!tasks.isEmpty()) {
                schedule();
            }
        }
    }

    /** @return the next task, or work that has come while the thread polled; null when there is neither */
    private Runnable next() {
        Runnable task = tasks.poll();
        return task != null || polled == null ? task : spin(polled);
    }

    private Runnable spin(PolledWork work) {
        Polling polling = threads.polling();
        long start = System.nanoTime();
        Look look = new Look(work);
        if (polling.poll(Thread.currentThread(), spinBudget, look)) {
            spinBudget.came(System.nanoTime() - start, polling.wakeNanos());
        }
        return look.found;
    }

    /** Looks for work, and keeps what it has found: work that was seen once is done once. */
    private final class Look implements BooleanSupplier {
        private final PolledWork work;
        /** Null until there is work. */
        private Runnable found;

        Look(PolledWork work) {
            this.work = work;
        }

        @Override
        public boolean getAsBoolean() {
            found = work.hasWork() ? work::work : tasks.poll();
            return found != null;
        }
    }

    private void rearm() {
        if (polled != null) {
            PolledWork last = polled;
            polled = null;
            run(last::rearm);
        }
    }
}
