// SPDX-License-Identifier: Apache-2.0
package org.xenbay.nativexen.xen;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.lang.management.ManagementFactory;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.xenbay.api.thread.ThreadPriorities;

/**
 * The real-time priority of one thread that reads events, so that no guest's event waits for the threads that serve other
 * guests. The thread measures its own processor time. While it uses much, it has the usual priority. On that thread, except
 * {@link #takeAway}.
 */
final class PumpPriority {

    /** The part of one processor that the thread may use. */
    static final double MOST = 0.25;

    /** Least time between two measurements, in nanoseconds. */
    static final long LOOK = TimeUnit.MILLISECONDS.toNanos(20);

    /** Time for which a thread that used too much loses the priority, in nanoseconds. */
    static final long PENALTY = TimeUnit.MILLISECONDS.toNanos(200);

    private static final int REAL_TIME = 1;
    private static final int USUAL = 0;

    private final ThreadPriorities host;
    private final LongSupplier processorTime;
    private final LongSupplier clock;

    /** The host's number of the thread; 0 when the thread keeps the usual priority permanently. */
    @GuardedBy("this")
    private long thread;

    @GuardedBy("this")
    private boolean raised;

    /** Time of the last measurement, and the thread's processor time at that moment. */
    private long looked;

    private long used;
    /** When the thread may get the priority again. */
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

    /** The calling thread starts to read events. */
    synchronized void begin() {
        thread = host.callingThread();
        looked = clock.getAsLong();
        used = processorTime.getAsLong();
        until = looked;
        set(true);
    }

    /** Measures. Called after all listeners that had events; has to be quick. */
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

    /**
     * Gives the thread the usual priority from now on, because a listener does not return. By any thread, before or after
     * {@link #end}.
     */
    synchronized void takeAway() {
        set(false);
        thread = 0;
    }

    /** The calling thread is about to end. Another thread may get its number soon. */
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
