// SPDX-License-Identifier: Apache-2.0
package org.xenbay.simulation.schedule;

import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** A thread that runs only while its scheduler lets it. Fields are of the thread that runs, and guarded by that. */
public class ScheduledThread extends Thread {

    /** For a wait without end. */
    static final long NEVER = Long.MAX_VALUE;

    final Scheduler scheduler = Scheduler.current();
    /** Null while it does not wait. */
    private BooleanSupplier ready;

    private long deadline = NEVER;
    private boolean interruptible;
    private boolean interrupted;
    /** In code that must not be left, as it holds a lock of the JDK's: no switch, no step. */
    int indivisible;
    /** What {@link LockSupport#unpark} left. */
    boolean permit;

    boolean over;
    int stops;

    /** @param task what it does */
    public ScheduledThread(Runnable task) {
        super(task);
    }

    /**
     * @param task what it does
     * @param name its name
     */
    public ScheduledThread(Runnable task, String name) {
        super(task, name);
    }

    @Override
    public void run() {
        try {
            scheduler.awaitTurn(this);
            super.run();
        } catch (Stopped end) {
            // as its simulation has
        } catch (Throwable thrown) {
            getUncaughtExceptionHandler().uncaughtException(this, thrown);
        } finally {
            scheduler.ended(this);
        }
    }

    /** @return whether it was ready when it could run on; false: the time was over, or it was interrupted */
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
        return ready == null || now >= deadline || interruptible && interrupted || ready.getAsBoolean();
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
