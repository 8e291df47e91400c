// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.ninepfs.server;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.xenbay.api.thread.DaemonThreads;

/**
 * Watches requests under way. A request that takes long no longer counts as one of its lane's working threads, so that it does
 * not hold up the guest's other requests. The port is unmasked as well: it is masked while a request is expected to end soon,
 * and another request may be what ends this one. A thread checks every {@value #MILLIS} ms while there are requests, and sleeps
 * when none has come for a while.
 */
final class OverdueRequests implements AutoCloseable {

    static final long MILLIS = 20;

    private static final Logger LOG = System.getLogger(OverdueRequests.class.getName());

    private static final int IDLE_LOOKS = 50;

    private final Set<Expected> requests = ConcurrentHashMap.newKeySet();

    private final Thread thread = DaemonThreads.of("xenbay-9pfs-overdue", this::run);
    private volatile boolean asleep;
    private volatile boolean closed;

    /** A request under way. */
    static final class Expected {
        private final Lane lane;
        /** When it began, by {@link System#nanoTime}. */
        private final long start;

        private Expected(Lane lane, long start) {
            this.lane = lane;
            this.start = start;
        }
    }

    OverdueRequests() {
        thread.start();
    }

    /**
     * A request begins.
     *
     * @param lane its lane, whose {@link Lane#overdue} is called at most once, on another thread
     * @param start when, by {@link System#nanoTime}
     * @return the argument for {@link #ends}
     */
    Expected begins(Lane lane, long start) {
        Expected request = new Expected(lane, start);
        requests.add(request);
        if (asleep) {
            wake();
        }
        return request;
    }

    /** @return false when {@link Lane#overdue} was called for it, or is about to be */
    boolean ends(Expected request) {
        return requests.remove(request);
    }

    private synchronized void wake() {
        notifyAll();
    }

    private void run() {
        int idle = 0;
        try {
            while (!closed) {
                idle = requests.isEmpty() ? idle + 1 : 0;
                if (idle > IDLE_LOOKS) {
                    sleepUntilOneBegins();
                    idle = 0;
                }
                Thread.sleep(MILLIS);
                openOverdue(System.nanoTime() - TimeUnit.MILLISECONDS.toNanos(MILLIS));
            }
        } catch (InterruptedException ended) {
            LOG.log(Level.DEBUG, "the thread that watches for slow requests has ended");
        }
    }

    private synchronized void sleepUntilOneBegins() throws InterruptedException {
        asleep = true;
        try {
            while (requests.isEmpty()) {
                wait();
            }
        } finally {
            asleep = false;
        }
    }

    private void openOverdue(long before) {
        for (Expected request : requests) {
            if (request.start - before < 0 && requests.remove(request)) {
                request.lane.overdue();
            }
        }
    }

    /** Ends the thread. */
    @Override
    public void close() {
        closed = true;
        thread.interrupt();
    }
}
