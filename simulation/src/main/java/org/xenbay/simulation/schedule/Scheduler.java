// SPDX-License-Identifier: Apache-2.0
package org.xenbay.simulation.schedule;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Runs one of its threads at a time, and decides by a seed when another one runs and which. Time advances with each step, and
 * by the length of a wait when every thread waits. A run therefore depends only on its seed. The running thread calls the
 * methods.
 */
public final class Scheduler {

    /** The body of a simulation. */
    public interface Body {

        /** @throws Exception when it fails */
        void run() throws Exception;
    }

    private static final long STEP_NANOS = 100;
    private static final long MAX_STEPS = 50_000_000;
    private static final long STALL_MILLIS = 60_000;
    /** Most attempts to end a thread that catches the error which should end it. */
    private static final int MAX_STOPS = 1000;
    /** Most steps of a thread in a row; the seed selects one of these. */
    private static final int[] RUNS = {4, 16, 64, 256};

    private final Random random;
    private final int longestRun;
    private final Trace trace;
    private final List<ScheduledThread> threads = new ArrayList<>();
    private final List<ScheduledThread> candidates = new ArrayList<>();
    private final Map<Object, Monitor> monitors = new IdentityHashMap<>();
    private final ScheduledThread main;
    private volatile ScheduledThread running;
    private volatile long steps;
    private long now;
    private int untilSwitch;
    private volatile boolean ending;
    private final CountDownLatch over = new CountDownLatch(1);
    private @Nullable Throwable failure;

    private Scheduler(long seed, Trace trace, Body body) {
        this.random = new Random(seed);
        this.longestRun = RUNS[random.nextInt(RUNS.length)];
        this.trace = trace;
        this.main = new ScheduledThread(() -> live(body), "test", this);
        this.running = main;
        threads.add(main);
    }

    /** @return the calling thread's scheduler, if the thread is scheduled */
    public static @Nullable Scheduler current() {
        ScheduledThread thread = Carrier.current();
        return thread == null ? null : thread.scheduler;
    }

    /**
     * Runs a body on scheduled threads, and returns when they have ended.
     *
     * @param seed decides all switches
     * @param trace receives each switch
     * @param body runs on the first thread
     * @return the outcome
     * @throws InterruptedException when the calling thread is interrupted
     */
    public static Outcome run(long seed, Trace trace, Body body) throws InterruptedException {
        Scheduler scheduler = new Scheduler(seed, trace, body);
        Carrier.prepare();
        scheduler.hand(scheduler.main);
        scheduler.join();
        return new Outcome(scheduler.steps, scheduler.trace.hash(), scheduler.failure);
    }

    /** Adds the number of steps. */
    private void live(Body body) {
        try {
            body.run();
        } catch (Throwable thrown) {
            failure = failure == null ? thrown : failure;
        }
        long taken = steps;
        ending = true;
        for (ScheduledThread left : List.copyOf(threads)) {
            if (left != main && left.carrier != null) {
                hand(left);
                awaitTurn(main);
            }
        }
        steps = taken;
    }

    private void join() throws InterruptedException {
        long seen = -1;
        while (!over.await(STALL_MILLIS, TimeUnit.MILLISECONDS)) {
            if (steps == seen) {
                throw new IllegalStateException(
                        "thread " + running.getName() + " makes no step: " + Arrays.toString(running.getStackTrace()));
            }
            seen = steps;
        }
    }

    /** @return nanoseconds since the beginning */
    long now() {
        return now;
    }

    /** @return the time after that delay */
    long passes(long nanos) {
        now += nanos;
        return now;
    }

    Random random() {
        return random;
    }

    /** The calling thread has reached a step, at which others may run. */
    void step(ScheduledThread me) {
        if (me.indivisible > 0) {
            return;
        }
        if (ending) {
            stop(me);
            return;
        }
        if (++steps > MAX_STEPS) {
            AssertionError endless = new AssertionError("no end after " + steps + " steps: " + describe());
            failure = endless;
            throw new AssertionError(endless);
        }
        now += STEP_NANOS;
        if (--untilSwitch <= 0) {
            pass(me);
        }
    }

    /** Runs other threads until it is the calling thread's turn again. */
    void pass(ScheduledThread me) {
        if (ending) {
            stop(me);
            return;
        }
        ScheduledThread next = choose();
        untilSwitch = 1 + random.nextInt(longestRun);
        trace.passed(steps, now, me, next);
        if (next != me) {
            hand(next);
            awaitTurn(me);
        }
        Throwable failed = failure;
        if (failed != null && me == main && !ending) {
            throw new AssertionError(failed.getMessage(), failed);
        }
    }

    private void hand(ScheduledThread next) {
        running = next;
        Carrier carrier = next.carrier;
        if (carrier == null) {
            Carrier.mount(next);
        } else {
            LockSupport.unpark(carrier);
        }
    }

    void awaitTurn(ScheduledThread me) {
        while (running != me) {
            LockSupport.park(this);
        }
        if (ending) {
            stop(me);
        }
    }

    private void stop(ScheduledThread me) {
        if (me != main) {
            if (++me.stops > MAX_STOPS) {
                hand(main);
                while (true) {
                    LockSupport.park(this);
                }
            }
            throw new Stopped();
        }
    }

    private ScheduledThread choose() {
        while (true) {
            long earliest = ScheduledThread.NEVER;
            candidates.clear();
            for (ScheduledThread thread : threads) {
                if (thread.canRun(now)) {
                    candidates.add(thread);
                } else {
                    earliest = Math.min(earliest, thread.deadline());
                }
            }
            if (!candidates.isEmpty()) {
                return candidates.get(random.nextInt(candidates.size()));
            }
            if (earliest == ScheduledThread.NEVER) {
                failure = new AssertionError("every thread waits for another one: " + describe());
                return main;
            }
            now = earliest;
        }
    }

    void begun(ScheduledThread thread) {
        threads.add(thread);
    }

    /** @return the next thread, if the calling carrier has to run it; null if another carrier runs it */
    @Nullable
    ScheduledThread ended(ScheduledThread me) {
        me.over = true;
        threads.remove(me);
        if (me == main) {
            over.countDown();
            return null;
        }
        ScheduledThread next = ending ? main : choose();
        if (!ending) {
            trace.passed(steps, now, me, next);
        }
        if (next.carrier == null && !me.calledSystem) {
            running = next;
            return next;
        }
        hand(next);
        return null;
    }

    Monitor monitor(Object object) {
        return monitors.computeIfAbsent(object, unused -> new Monitor());
    }

    /**
     * Waits on the calling thread.
     *
     * @param condition evaluated often, by any thread
     */
    public void await(BooleanSupplier condition) {
        Carrier.scheduled().await(condition, ScheduledThread.NEVER, false);
    }

    /**
     * @param which selects threads
     * @return whether one of them can run
     */
    public boolean anyRuns(Predicate<Thread> which) {
        return threads.stream().anyMatch(thread -> which.test(thread) && thread.canRun(now));
    }

    /** @return the position of each thread */
    public String describe() {
        return threads.stream()
                .map(thread -> "\n" + thread.getName() + (thread.isWaiting() ? " waits" : " runs") + "\n\tat "
                        + Arrays.stream(thread.getStackTrace())
                                .filter(frame -> frame.getClassName().startsWith("org.xenbay"))
                                .filter(frame -> !frame.getClassName().startsWith(Scheduler.class.getPackageName()))
                                .map(StackTraceElement::toString)
                                .collect(Collectors.joining("\n\tat ")))
                .collect(Collectors.joining());
    }
}
