// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.ninepfs.server;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.LongUnaryOperator;
import org.xenbay.api.thread.DaemonThreads;
import org.xenbay.api.thread.ThreadPriorities;

/**
 * Gives the threads of shares that use little of the processors real-time priority, so that they need not wait for the threads
 * of shares that use much. A separate thread with a higher priority measures regularly what each share has used, as long as
 * requests come, every {@value #MILLIS} ms when several shares are in use. It applies the {@linkplain RealTimeBudget budget}.
 * It also takes the priority away from a thread whose host call does not end. On a host without such priorities this class does
 * nothing.
 */
final class RealTimePriority implements AutoCloseable {

    static final long MILLIS = 5;

    /** The interval when only one share is in use, so that no share waits for another. */
    private static final long MILLIS_FOR_ONE = 40;

    private static final Logger LOG = System.getLogger(RealTimePriority.class.getName());

    /** The priorities of shares' threads and of this class's own thread, and the usual one. */
    private static final int OF_SHARES = 1;

    private static final int OWN = 2;
    private static final int USUAL = 0;

    /** The thread sleeps after this many measurements without an active thread of a share. */
    private static final int IDLE_LOOKS = 50;

    private final ThreadPriorities host;
    private final BooleanSupplier anyIsActive;
    private final LongUnaryOperator processorTime;
    private final RealTimeBudget budget =
            new RealTimeBudget(Runtime.getRuntime().availableProcessors());

    @GuardedBy("this")
    private final Map<ShareThreads, Serving> shares = new HashMap<>();

    @GuardedBy("this")
    private boolean closed;

    /** Number of shares that used a processor between the last two measurements. Used by this class's own thread only. */
    private int inUse;

    private volatile boolean asleep;

    /** A thread that serves a share. */
    private static final class Member {
        /** The thread's numbers in this process and on the host. */
        private final long id;

        private final long number;
        /** Processor time at the last measurement, in nanoseconds. */
        private long seen;

        private boolean raised;

        Member(long id, long number, long seen) {
            this.id = id;
            this.number = number;
            this.seen = seen;
        }

        /** @return processor time since the last measurement, in nanoseconds */
        long used(LongUnaryOperator processorTime) {
            long before = seen;
            seen = Math.max(before, processorTime.applyAsLong(id));
            return seen - before;
        }
    }

    /** The threads that serve one share. */
    private static final class Serving {
        private final List<Member> members = new ArrayList<>();
        private final RealTimeBudget.Account account = new RealTimeBudget.Account(System.nanoTime());
    }

    /**
     * @param host sets the priorities
     * @param anyIsActive tells whether a thread of a share is active; by any thread
     */
    RealTimePriority(ThreadPriorities host, BooleanSupplier anyIsActive) {
        this(host, anyIsActive, ManagementFactory.getThreadMXBean()::getThreadCpuTime);
    }

    /**
     * @param processorTime gives the time that a thread of this process has used, in nanoseconds; negative when the thread has
     *     ended
     */
    RealTimePriority(ThreadPriorities host, BooleanSupplier anyIsActive, LongUnaryOperator processorTime) {
        this.host = host;
        this.anyIsActive = anyIsActive;
        this.processorTime = processorTime;
        if (host != ThreadPriorities.NONE) {
            DaemonThreads.start("xenbay-9pfs-priority", this::run);
        }
    }

    /**
     * The calling thread begins to serve a share.
     *
     * @param share the share for which it counts
     * @return to be run by the same thread at its end
     */
    Runnable began(ShareThreads share) {
        long number = host.callingThread();
        if (number == 0) {
            return () -> {};
        }
        long id = Thread.currentThread().getId();
        Member member = new Member(id, number, processorTime.applyAsLong(id));
        synchronized (this) {
            shares.computeIfAbsent(share, any -> new Serving()).members.add(member);
        }
        return () -> ended(share, member);
    }

    /** A share without threads is remembered until its use does not count any more, because it may soon have threads again. */
    private synchronized void ended(ShareThreads share, Member member) {
        Serving serving = shares.get(share);
        if (serving != null) {
            serving.members.remove(member);
        }
    }

    /** A thread of a share becomes active. Has to be quick, because each thread calls it. */
    void active() {
        if (asleep) {
            wake();
        }
    }

    private synchronized void wake() {
        notifyAll();
    }

    boolean isOf(ThreadPriorities which) {
        return host == which;
    }

    boolean isAsleep() {
        return asleep;
    }

    synchronized boolean isClosed() {
        return closed;
    }

    private void run() {
        try {
            if (host.setRealTime(host.callingThread(), OWN)) {
                lookAgainAndAgain();
            }
        } catch (InterruptedException stray) {
            LOG.log(Level.ERROR, "threads of shares have the usual priority from now on: interrupted", stray);
        } catch (RuntimeException defect) {
            LOG.log(Level.ERROR, "threads of shares have the usual priority from now on: a defect", defect);
        } finally {
            close();
        }
    }

    private void lookAgainAndAgain() throws InterruptedException {
        int idle = 0;
        long last;
        long now = System.nanoTime();
        do {
            idle = anyIsActive.getAsBoolean() ? 0 : idle + 1;
            if (idle > IDLE_LOOKS) {
                sleepUntilActive();
                idle = 0;
            }
            Thread.sleep(inUse > 1 ? MILLIS : MILLIS_FOR_ONE);
            last = now;
            now = System.nanoTime();
        } while (look(now, now - last));
    }

    private synchronized void sleepUntilActive() throws InterruptedException {
        asleep = true;
        try {
            while (!closed && !anyIsActive.getAsBoolean()) {
                wait();
            }
        } finally {
            asleep = false;
        }
    }

    /** @return false when there is nothing to measure any more */
    private synchronized boolean look(long now, long elapsed) {
        if (closed) {
            return false;
        }
        inUse = 0;
        for (Serving serving : shares.values()) {
            long used = 0;
            for (Member member : serving.members) {
                used += member.used(processorTime);
            }
            serving.account.used(used, elapsed);
            inUse += used > 0 ? 1 : 0;
        }
        shares.values().removeIf(serving -> serving.members.isEmpty() && serving.account.isForgotten(now));
        budget.decide(shares.values().stream().map(serving -> serving.account).toList(), now);
        return shares.values().stream().allMatch(this::follow);
    }

    /** @return false when the host refuses */
    private boolean follow(Serving serving) {
        boolean entitled = serving.account.isEntitled();
        return serving.members.stream().allMatch(member -> set(member, entitled));
    }

    private boolean set(Member member, boolean raised) {
        if (member.raised == raised) {
            return true;
        }
        member.raised = raised;
        return host.setRealTime(member.number, raised ? OF_SHARES : USUAL);
    }

    /** Gives all threads the usual priority again. */
    @Override
    public synchronized void close() {
        closed = true;
        for (Serving serving : shares.values()) {
            for (Member member : serving.members) {
                set(member, false);
            }
        }
        notifyAll();
    }
}
