// SPDX-License-Identifier: Apache-2.0
package org.xenbay.nativexen.xen;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.lang.management.ManagementFactory;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.xenbay.api.thread.ThreadPriorities;

/**
 * The real-time priority of one thread that reads events, so that no guest's event waits for the threads that serve other
 * guests. The thread looks at its own processor time: while it uses much, it has the usual priority. On that thread, but for
 * {@link #takeAway}.
 */
final class PumpPriority {

    /** What the thread may use of one processor. */
    static final double MOST = 0.25;

    /** Nanoseconds between two looks, at least. */
    static final long LOOK = TimeUnit.MILLISECONDS.toNanos(20);

    /** Nanoseconds for which a thread loses the priority that used too much. */
    static final long PENALTY = TimeUnit.MILLISECONDS.toNanos(200);

    private static final int REAL_TIME = 1;
    private static final int USUAL = 0;

    private final ThreadPriorities host;
    private final LongSupplier processorTime;
    private final LongSupplier clock;

    /** The number by which the host knows the thread; 0 when the thread has the usual priority for good. */
    @GuardedBy("this")
    private long thread;

    @GuardedBy("this")
    private boolean raised;

    /** When the thread looked last, and its processor time then. */
    private long looked;

    private long used;
    /** When the thread may have the priority again. */
    private long until;

    PumpPriority(ThreadPriorities host) {
        this(host, ManagementFactory.getThreadMXBean()::getCurrentThreadCpuTime, System::nanoTime);
    }

    /**
     * @param processorTime of the calling thread, in nanoseconds
     * @param clock in nanoseconds
     */
    PumpPriority(ThreadPriorities host, LongSupplier processorTime, LongSupplier clock) {
        this.host = host;
        this.processorTime = processorTime;
        this.clock = clock;
    }

    /** The calling thread begins to read events. */
    synchronized void begin() {
        thread = host.callingThread();
        looked = clock.getAsLong();
        used = processorTime.getAsLong();
        until = looked;
        set(true);
    }

    /** Called after all listeners that had events: short. */
    void look() {
        long now = clock.getAsLong();
        if (now - looked < LOOK) {
            return;
        }
        long time = processorTime.getAsLong();
        if (time - used > MOST * (now - looked)) {
            until = now + PENALTY;
        }
        looked = now;
        used = time;
        set(now - until >= 0);
    }

    /** The thread has the usual priority from now on: a listener does not return. By any thread, before {@link #end} or after. */
    synchronized void takeAway() {
        set(false);
        thread = 0;
    }

    /** The calling thread is about to end, so that its number may be another thread's soon. */
    synchronized void end() {
        thread = 0;
    }

    private synchronized void set(boolean wanted) {
        if (thread == 0 || raised == wanted) {
            return;
        }
        raised = wanted;
        if (!host.setRealTime(thread, wanted ? REAL_TIME : USUAL)) {
            thread = 0;
        }
    }
}
