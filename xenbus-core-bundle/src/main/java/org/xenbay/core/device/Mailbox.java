// SPDX-License-Identifier: Apache-2.0
package org.xenbay.core.device;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.xenbay.api.polling.Polling;
import org.xenbay.api.polling.SpinBudget;

/**
 * Runs a device's tasks one after another on shared threads. After {@value #TURN} tasks it queues behind other mailboxes,
 * so that a busy device does not starve the rest. Before a thread leaves a device whose work keeps coming, the thread polls
 * for the next work for a while.
 */
final class Mailbox implements Executor {

    private static final int TURN = 64;

    private static final Runnable NOTHING = () -> {};

    private static final Logger LOG = System.getLogger(Mailbox.class.getName());

    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean scheduled = new AtomicBoolean();
    private final DeviceThreads threads;
    private volatile Lane lane;
    /** The turn that runs, or waits to run. */
    private volatile @Nullable Turn current;

    private final SpinBudget spinBudget = new SpinBudget();
    /** When the present turn was queued for a thread. */
    private volatile long scheduledAt;
    /** When the last task had ended. */
    private long idleAt = System.nanoTime();
    /** Work to poll for when no task is left. */
    private @Nullable PolledWork polled;

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

    /** @return the part of the threads that it waits for; none when it has a thread or will have one at once. From any thread. */
    @Nullable
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
     * @param question called after all earlier tasks
     * @param <T> type of the answer
     * @return the answer, or the exception in its place; never completed when the question's call is given up
     */
    <T> CompletableFuture<T> ask(Supplier<T> question) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        execute(() -> {
            try {
                answer.complete(question.get());
            } catch (GivenUp lost) {
                throw lost;
            } catch (Throwable thrown) {
                answer.completeExceptionally(thrown);
            }
        });
        return answer;
    }

    /**
     * Called in a task.
     *
     * @param next is polled when no task is left, until {@link PolledWork#rearm} was called
     */
    void poll(PolledWork next) {
        assert isCurrentThread() : "called in a task of another device, or in none";
        if (polled != next) {
            rearm();
            polled = next;
        }
    }

    /**
     * Continues on another thread: the current thread's call was given up, or the backend's code holds all its threads.
     *
     * @param first runs before the tasks that wait
     */
    void continueOnNewThread(Runnable first) {
        endPolling(current);
        lane = threads.own();
        polled = null;
        begin(new Turn(lane, first));
    }

    private void endPolling(@Nullable Turn turn) {
        Thread polling = turn == null ? null : turn.thread;
        if (polling != null) {
            threads.polling().end(polling);
        }
    }

    /**
     * @return whether it waited for a thread and was removed from the queue; the caller then calls {@link
     *     #continueOnNewThread}. From any thread.
     */
    boolean withdraw() {
        Turn turn = current;
        return turn != null && turn.taken.compareAndSet(false, true);
    }

    /** Runs a task, and logs an exception, which is a defect of the core: the thread serves other devices too. */
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
            begin(new Turn(lane, NOTHING));
        }
    }

    private void begin(Turn turn) {
        current = turn;
        scheduledAt = System.nanoTime();
        try {
            turn.lane.execute(turn);
        } catch (RejectedExecutionException stopped) {
            // The core has stopped, and this device with it. A guest's late signal must not throw in the thread that
            // delivers it.
            LOG.log(Level.DEBUG, "a task came after the end");
        }
    }

    /** Some tasks in sequence on one thread. */
    private final class Turn implements Runnable {
        private final Lane lane;
        /** Runs before the tasks that wait. */
        private final Runnable first;

        private final AtomicBoolean taken = new AtomicBoolean();
        private volatile @Nullable Thread thread;

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
            Mailbox.run(first);
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

    /** @return the next task, or work that arrived while the thread polled; null if there is neither */
    private @Nullable Runnable next() {
        Runnable task = tasks.poll();
        PolledWork work = polled;
        return task != null || work == null ? task : spin(work);
    }

    private @Nullable Runnable spin(PolledWork work) {
        Polling polling = threads.polling();
        long start = System.nanoTime();
        Look look = new Look(work);
        if (polling.poll(Thread.currentThread(), spinBudget, look)) {
            spinBudget.came(System.nanoTime() - start, polling.wakeNanos());
        }
        return look.found;
    }

    /** Polls for work and remembers that it has found some, so that it is done exactly once. */
    private final class Look implements BooleanSupplier {
        private final PolledWork work;
        private @Nullable Runnable found;

        Look(PolledWork work) {
            this.work = work;
        }

        @Override
        public boolean getAsBoolean() {
            Runnable next = work.hasWork() ? work::work : tasks.poll();
            found = next;
            return next != null;
        }
    }

    private void rearm() {
        PolledWork last = polled;
        polled = null;
        if (last != null) {
            run(last::rearm);
        }
    }
}
