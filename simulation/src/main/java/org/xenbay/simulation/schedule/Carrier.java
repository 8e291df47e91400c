// SPDX-License-Identifier: Apache-2.0
package org.xenbay.simulation.schedule;

import java.util.Deque;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;

/**
 * A thread of the JVM that runs scheduled threads, one after another, of one simulation and then of others: making a thread costs
 * more than most scheduled threads do. What called the system runs on one of its own, which ends with it.
 */
final class Carrier extends Thread {

    /** Those that run nothing; the last one to become idle is the next to run something. */
    private static final Deque<Carrier> IDLE = new ConcurrentLinkedDeque<>();

    /** Starts carriers: a thread that a confined thread starts is confined as well, or cannot start. */
    private static final Executor STARTER = Executors.newSingleThreadExecutor(task -> {
        Thread starter = new Thread(task, "simulation-starter");
        starter.setDaemon(true);
        return starter;
    });

    /** What it runs; null while it is idle. */
    private volatile ScheduledThread mounted;

    private Carrier() {
        super("simulation-carrier");
        setDaemon(true);
    }

    /** @return what the calling thread runs; null when that is no carrier */
    static ScheduledThread current() {
        return Thread.currentThread() instanceof Carrier carrier ? carrier.mounted : null;
    }

    /** Makes the thread that starts others, while the calling one is no confined one. */
    static void prepare() {
        STARTER.execute(() -> {});
    }

    /** Has a carrier run a thread from its beginning to its end. */
    static void mount(ScheduledThread thread) {
        Carrier idle = IDLE.poll();
        Carrier carrier = idle == null ? new Carrier() : idle;
        thread.carrier = carrier;
        carrier.mounted = thread;
        if (idle == null) {
            STARTER.execute(carrier::start);
        } else {
            LockSupport.unpark(carrier);
        }
    }

    @Override
    public void run() {
        while (true) {
            while (mounted == null) {
                LockSupport.park(this);
            }
            ScheduledThread thread = mounted;
            ScheduledThread next = thread.live();
            while (next != null) {
                thread = next;
                thread.carrier = this;
                mounted = thread;
                next = thread.live();
            }
            if (thread.calledSystem) {
                return;
            }
            mounted = null;
            IDLE.push(this);
        }
    }

    /** The JDK's classes interrupt the thread that they have seen. */
    @Override
    public void interrupt() {
        ScheduledThread thread = mounted;
        if (thread != null) {
            thread.markInterrupted();
        }
    }
}
