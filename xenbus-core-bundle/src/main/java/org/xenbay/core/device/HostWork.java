// SPDX-License-Identifier: Apache-2.0
package org.xenbay.core.device;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/**
 * Runs one device's work that blocks on the host. At most {@value #MAX_RUNNING} tasks run at a time, and others wait in order,
 * so that one device whose calls do not return leaves threads for other devices.
 */
public final class HostWork {

    private static final Logger LOG = System.getLogger(HostWork.class.getName());

    private static final int MAX_RUNNING = 2;

    private final Executor threads;
    private final int mostWaiting;

    @GuardedBy("this")
    private final Queue<Runnable> waiting = new ArrayDeque<>();

    @GuardedBy("this")
    private int running;

    /**
     * @param threads run the work of all devices
     * @param mostWaiting pieces that may wait
     */
    public HostWork(Executor threads, int mostWaiting) {
        this.threads = threads;
        this.mostWaiting = mostWaiting;
    }

    /**
     * @param piece the task; does not throw
     * @throws RejectedExecutionException when too many wait already, or the threads have ended
     */
    void execute(Runnable piece) {
        synchronized (this) {
            if (running >= MAX_RUNNING) {
                if (waiting.size() >= mostWaiting) {
                    throw new RejectedExecutionException(
                            mostWaiting + " pieces of this device's work on the host wait already");
                }
                waiting.add(piece);
                return;
            }
            running++;
        }
        begin(piece);
    }

    private void begin(Runnable piece) {
        try {
            threads.execute(() -> {
                try {
                    piece.run();
                } finally {
                    next();
                }
            });
        } catch (RejectedExecutionException ended) {
            synchronized (this) {
                running--;
            }
            throw ended;
        }
    }

    /** Queues the next task behind the work of all devices. */
    private void next() {
        Runnable piece;
        synchronized (this) {
            piece = waiting.poll();
            if (piece == null) {
                running--;
                return;
            }
        }
        try {
            begin(piece);
        } catch (RejectedExecutionException stopped) {
            forgetWaiting();
        }
    }

    private synchronized void forgetWaiting() {
        waiting.clear();
        LOG.log(Level.DEBUG, "the core stops: waiting work of a device on the host is dropped");
    }
}
