// SPDX-License-Identifier: Apache-2.0
package org.xenbay.simulation.schedule;

import java.nio.channels.FileChannel;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Called by classes that {@link Rewriter} has rewritten, in place of monitors, waits, threads and clocks of the JDK. Each
 * method has the name of the method that it replaces.
 */
public final class Hooks {

    /** The first value of the clock; zero and negative values have special meanings. */
    private static final long ORIGIN_NANOS = 1_000_000_000_000L;

    private static final long ORIGIN_MILLIS = 1_700_000_000_000L;
    private static final long LOOK_NANOS = 500;

    private Hooks() {}

    private static @Nullable ScheduledThread me() {
        return Carrier.current();
    }

    public static Thread currentThread() {
        ScheduledThread me = me();
        return me == null ? Thread.currentThread() : me;
    }

    /** Called before an effect that other threads can see. */
    public static void step() {
        ScheduledThread me = me();
        if (me != null) {
            me.scheduler.step(me);
        }
    }

    /** Called before a native method of this project. */
    public static void callSystem() {
        ScheduledThread me = me();
        if (me != null) {
            me.calledSystem = true;
        }
    }

    public static void beginIndivisible() {
        ScheduledThread me = me();
        if (me != null) {
            me.indivisible++;
        }
    }

    public static void endIndivisible() {
        ScheduledThread me = me();
        if (me != null) {
            me.indivisible--;
        }
    }

    public static void enter(Object lock) {
        ScheduledThread me = me();
        if (me != null) {
            me.scheduler.monitor(lock).enter(me);
        }
    }

    public static void exit(Object lock) {
        ScheduledThread me = me();
        if (me != null) {
            me.scheduler.monitor(lock).exit(me);
        }
    }

    public static void wait(Object lock) throws InterruptedException {
        Carrier.scheduled().scheduler.monitor(lock).await(Carrier.scheduled(), ScheduledThread.NEVER);
    }

    public static void wait(Object lock, long millis) throws InterruptedException {
        Carrier.scheduled()
                .scheduler
                .monitor(lock)
                .await(Carrier.scheduled(), millis == 0 ? ScheduledThread.NEVER : end(millis * 1_000_000));
    }

    public static void timedWait(TimeUnit unit, Object lock, long time) throws InterruptedException {
        if (time > 0) {
            Carrier.scheduled().scheduler.monitor(lock).await(Carrier.scheduled(), end(unit.toNanos(time)));
        }
    }

    public static void notify(Object lock) {
        Carrier.scheduled().scheduler.monitor(lock).tell(false);
    }

    public static void notifyAll(Object lock) {
        Carrier.scheduled().scheduler.monitor(lock).tell(true);
    }

    public static boolean holdsLock(Object lock) {
        return Carrier.scheduled().scheduler.monitor(lock).isOwnedBy(Carrier.scheduled());
    }

    static long end(long nanos) {
        long end = Carrier.scheduled().scheduler.now() + Math.max(0, nanos);
        return end < 0 ? ScheduledThread.NEVER : end;
    }

    /** Waits without a timeout. */
    static void await(BooleanSupplier condition) throws InterruptedException {
        await(condition, ScheduledThread.NEVER);
    }

    /** @return whether the condition came true in time */
    static boolean await(BooleanSupplier condition, long end) throws InterruptedException {
        ScheduledThread me = Carrier.scheduled();
        me.scheduler.step(me);
        if (me.clearInterrupted()) {
            throw new InterruptedException();
        }
        if (condition.getAsBoolean()) {
            return true;
        }
        boolean came = me.await(condition, end, true);
        if (!came && me.clearInterrupted()) {
            throw new InterruptedException();
        }
        return came;
    }

    static void awaitAlways(BooleanSupplier condition) {
        ScheduledThread me = Carrier.scheduled();
        me.scheduler.step(me);
        if (!condition.getAsBoolean()) {
            me.await(condition, ScheduledThread.NEVER, false);
        }
    }

    public static long nanoTime() {
        ScheduledThread me = me();
        return me == null ? System.nanoTime() : ORIGIN_NANOS + look(me);
    }

    private static long look(ScheduledThread me) {
        me.scheduler.step(me);
        return me.scheduler.passes(me.indivisible > 0 ? 0 : LOOK_NANOS);
    }

    public static long currentTimeMillis() {
        ScheduledThread me = me();
        return me == null ? System.currentTimeMillis() : ORIGIN_MILLIS + look(me) / 1_000_000;
    }

    public static Instant instantNow() {
        return Instant.ofEpochMilli(currentTimeMillis());
    }

    public static void park() {
        park(ScheduledThread.NEVER);
    }

    public static void park(Object blocker) {
        park(ScheduledThread.NEVER);
    }

    public static void parkNanos(long nanos) {
        if (nanos > 0) {
            park(end(nanos));
        }
    }

    public static void parkNanos(Object blocker, long nanos) {
        parkNanos(nanos);
    }

    private static void park(long end) {
        ScheduledThread me = Carrier.scheduled();
        if (!me.permit && !me.wasInterrupted()) {
            me.await(() -> me.permit, end, true);
        }
        me.permit = false;
    }

    public static void unpark(Thread thread) {
        step();
        if (thread instanceof ScheduledThread scheduled) {
            scheduled.permit = true;
        }
    }

    public static void start(Thread thread) {
        step();
        ScheduledThread started = (ScheduledThread) thread;
        started.scheduler.begun(started);
    }

    public static void join(Thread thread) throws InterruptedException {
        await(() -> ((ScheduledThread) thread).over);
    }

    public static void join(Thread thread, long millis) throws InterruptedException {
        await(() -> ((ScheduledThread) thread).over, millis == 0 ? ScheduledThread.NEVER : end(millis * 1_000_000));
    }

    public static boolean isAlive(Thread thread) {
        step();
        return thread instanceof ScheduledThread scheduled ? !scheduled.over : thread.isAlive();
    }

    public static void interrupt(Thread thread) {
        step();
        if (thread instanceof ScheduledThread scheduled) {
            scheduled.markInterrupted();
        } else {
            thread.interrupt();
        }
    }

    public static boolean isInterrupted(Thread thread) {
        return thread instanceof ScheduledThread scheduled ? scheduled.wasInterrupted() : thread.isInterrupted();
    }

    public static boolean interrupted() {
        ScheduledThread me = me();
        return me == null ? Thread.interrupted() : me.clearInterrupted();
    }

    public static void sleep(long millis) throws InterruptedException {
        await(() -> false, end(millis * 1_000_000));
    }

    public static void sleep(TimeUnit unit, long time) throws InterruptedException {
        await(() -> false, end(unit.toNanos(time)));
    }

    /** A spinning thread waits for others. */
    public static void onSpinWait() {
        ScheduledThread me = me();
        if (me != null && me.indivisible == 0) {
            me.scheduler.step(me);
            me.scheduler.pass(me);
        }
    }

    public static Object get(Future<?> future) throws InterruptedException, ExecutionException {
        await(future::isDone);
        return future.get();
    }

    public static Object get(Future<?> future, long time, TimeUnit unit)
            throws InterruptedException, ExecutionException, TimeoutException {
        if (!await(future::isDone, end(unit.toNanos(time)))) {
            throw new TimeoutException();
        }
        return future.get();
    }

    public static Object join(CompletableFuture<?> future) {
        awaitAlways(future::isDone);
        return future.join();
    }

    public static CompletableFuture<?> orTimeout(CompletableFuture<?> future, long time, TimeUnit unit) {
        long end = end(unit.toNanos(time));
        start(new ScheduledThread(
                () -> {
                    if (!Carrier.scheduled().await(future::isDone, end, false)) {
                        future.completeExceptionally(new TimeoutException());
                    }
                },
                "timeout"));
        return future;
    }

    /** System resources survive a killed process. */
    public static void force(FileChannel file, boolean withTimes) {
        step();
    }
}
