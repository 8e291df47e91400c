// SPDX-License-Identifier: Apache-2.0
package org.xenbay.core.device;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The part of the device threads that one backend's code can hold. When all of them are in use, devices of that backend wait
 * for one another. Calls that do not return therefore harm devices of that backend only. Each task calls {@link #ended} at its
 * end.
 */
public final class Lane {

    private static final Logger LOG = System.getLogger(Lane.class.getName());

    private final Executor threads;
    private final int most;
    private final AtomicInteger running = new AtomicInteger();
    private final Queue<Runnable> waiting = new ConcurrentLinkedQueue<>();
    /** Counts turns that began after a wait. While it grows, the lane is busy but not stuck. */
    private final AtomicLong begun = new AtomicLong();

    /**
     * @param threads of all lanes
     * @param most of them at a time
     */
    Lane(Executor threads, int most) {
        this.threads = threads;
        this.most = most;
    }

    /**
     * @param turn run as soon as there is a thread
     * @throws RejectedExecutionException when the threads have ended
     */
    void execute(Runnable turn) {
        if (running.getAndIncrement() < most) {
            begin(turn);
        } else {
            waiting.add(turn);
            ended();
        }
    }

    private void begin(Runnable turn) {
        try {
            threads.execute(turn);
        } catch (RejectedExecutionException stopped) {
            running.decrementAndGet();
            throw stopped;
        }
    }

    private void beginNext(Runnable turn) {
        try {
            begin(turn);
        } catch (RejectedExecutionException stopped) {
            waiting.clear();
            LOG.log(Level.DEBUG, "the core stops: turns of devices that wait for a thread are dropped");
        }
    }

    /** A turn has ended; the next one begins, unless the threads have ended. */
    void ended() {
        running.decrementAndGet();
        while (!waiting.isEmpty()) {
            if (running.getAndIncrement() < most) {
                Runnable next = waiting.poll();
                if (next != null) {
                    begun.incrementAndGet();
                    beginNext(next);
                    return;
                }
            }
            if (running.decrementAndGet() >= most) {
                return;
            }
        }
    }

    /**
     * @param task run as soon as there is a thread
     * @throws RejectedExecutionException when the threads have ended
     */
    void run(Runnable task) {
        execute(() -> {
            try {
                task.run();
            } finally {
                ended();
            }
        });
    }

    /** @return whether turns wait for those that run */
    boolean isFull() {
        return !waiting.isEmpty();
    }

    /** @return how many turns that waited have begun */
    long begun() {
        return begun.get();
    }
}
