// SPDX-License-Identifier: Apache-2.0
package org.xenbay.simulation.schedule;

import java.util.Deque;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A thread of the JVM that runs scheduled threads, one after another, of one simulation and then of others, because starting a
 * thread costs more than most scheduled threads do. A scheduled thread that called the system directly keeps its carrier, which
 * ends with it.
 */
final class Carrier extends Thread {

    /** Idle carriers; the last one to become idle is used first. */
    private static final Deque<Carrier> IDLE = new ConcurrentLinkedDeque<>();

    /** Starts carriers on another thread: a thread that a confined thread starts is confined as well, or cannot start. */
    private static final Executor STARTER = Executors.newSingleThreadExecutor(task -> {
        Thread starter = new Thread(task, "simulation-starter");
        starter.setDaemon(true);
        return starter;
    });

    /** The scheduled thread that it runs, while it is not idle. */
    private volatile @Nullable ScheduledThread mounted;

    private Carrier() {
        super("simulation-carrier");
        setDaemon(true);
    }

    /** @return the scheduled thread of the calling thread, if the calling thread is a carrier */
    static @Nullable ScheduledThread current() {
        return Thread.currentThread() instanceof Carrier carrier ? carrier.mounted : null;
    }

    /**
     * For classes that replace waits of the JDK.
     *
     * @return the scheduled thread of the calling thread
     * @throws IllegalStateException when the calling thread is not a carrier, because no scheduler would select it again
     */
    static ScheduledThread scheduled() {
        ScheduledThread thread = current();
        if (thread == null) {
            throw new IllegalStateException(Thread.currentThread() + " is not scheduled");
        }
        return thread;
    }

    /** Creates the thread that starts carriers, while the calling thread is not yet confined. */
    static void prepare() {
        STARTER.execute(() -> {});
    }

    /** Makes a carrier run a thread from its beginning to its end. */
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
        while (runAll(awaitThread())) {
            mounted = null;
            IDLE.push(this);
        }
    }

    private ScheduledThread awaitThread() {
        ScheduledThread thread = mounted;
        while (thread == null) {
            LockSupport.park(this);
            thread = mounted;
        }
        return thread;
    }

    /** @return whether it may run other threads: no thread has called the system */
    private boolean runAll(ScheduledThread first) {
        ScheduledThread thread = first;
        ScheduledThread next = thread.live();
        while (next != null) {
            thread = next;
            thread.carrier = this;
            mounted = thread;
            next = thread.live();
        }
        return !thread.calledSystem;
    }

    /** The JDK's classes interrupt the thread that they know, which is the carrier. */
    @Override
    public void interrupt() {
        ScheduledThread thread = mounted;
        if (thread != null) {
            thread.markInterrupted();
        }
    }
}
