// SPDX-License-Identifier: Apache-2.0
package org.xenbay.simulation.schedule;

import java.util.IdentityHashMap;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A thread that runs only when its scheduler selects it, on a {@link Carrier}; it is never started as a thread of the JVM. The
 * running thread is the only one that uses the fields.
 */
public class ScheduledThread extends Thread {

    /** The end of a wait without a timeout. */
    static final long NEVER = Long.MAX_VALUE;

    final Scheduler scheduler;
    /** The carrier that runs it, from its first turn on. */
    volatile @Nullable Carrier carrier;

    /** The values of {@link ThreadValue}s. */
    final Map<Object, Object> values = new IdentityHashMap<>();

    /** The condition that it waits for; null while it does not wait. */
    private @Nullable BooleanSupplier ready;

    private long deadline = NEVER;
    private boolean interruptible;
    private boolean interrupted;
    /** Depth of code that holds a lock of the JDK: there is no switch and no step in such code. */
    int indivisible;
    /** Whether it called the system directly: the kernel may have changed the carrier's rights or scheduling class. */
    boolean calledSystem;
    /** The permit of {@link LockSupport#unpark}. */
    boolean permit;

    boolean over;
    int stops;

    /** @param task the task */
    public ScheduledThread(Runnable task) {
        super(task);
        scheduler = Carrier.scheduled().scheduler;
    }

    /**
     * @param task the task
     * @param name its name
     */
    public ScheduledThread(Runnable task, String name) {
        this(task, name, Carrier.scheduled().scheduler);
    }

    ScheduledThread(Runnable task, String name, Scheduler scheduler) {
        super(task, name);
        this.scheduler = scheduler;
    }

    /**
     * Runs on the calling carrier, from its beginning to its end.
     *
     * @return the thread that this carrier runs next, which has no carrier yet; null when another carrier runs one
     */
    @Nullable
    ScheduledThread live() {
        try {
            scheduler.awaitTurn(this);
            run();
        } catch (Stopped end) {
            // as all threads of its simulation
        } catch (Throwable thrown) {
            getUncaughtExceptionHandler().uncaughtException(this, thrown);
        }
        return scheduler.ended(this);
    }

    @Override
    public StackTraceElement[] getStackTrace() {
        Carrier running = carrier;
        return running == null || over ? new StackTraceElement[0] : running.getStackTrace();
    }

    /** @return whether the condition was true; false after the timeout or an interrupt */
    boolean await(BooleanSupplier condition, long end, boolean byInterrupt) {
        if (indivisible > 0) {
            throw new IllegalStateException("a wait inside of code that must not be left");
        }
        ready = condition;
        deadline = end;
        interruptible = byInterrupt;
        try {
            scheduler.pass(this);
            return condition.getAsBoolean();
        } finally {
            ready = null;
        }
    }

    boolean isWaiting() {
        return ready != null;
    }

    long deadline() {
        return deadline;
    }

    boolean canRun(long now) {
        BooleanSupplier condition = ready;
        return condition == null || now >= deadline || interruptible && interrupted || condition.getAsBoolean();
    }

    void markInterrupted() {
        interrupted = true;
    }

    boolean wasInterrupted() {
        return interrupted;
    }

    boolean clearInterrupted() {
        boolean was = interrupted;
        interrupted = false;
        return was;
    }
}
