// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.ninepfs.server;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.xenbay.api.thread.DaemonThreads;

/**
 * Starts the threads that lanes request, and decides which lane gets one. A lane always gets its first thread. It gets another
 * one while its share has fewer threads than its limit, and fewer than are still free. A share therefore takes at most half of
 * the free threads. Threads that it does not use any more are taken back for other shares.
 *
 * <p>All of this runs on one thread. A thread inherits the confinement of its starter, so a lane's thread must not start
 * another one. The counts therefore also need no lock.
 */
final class ThreadStarter implements AutoCloseable {

    private static final Logger LOG = System.getLogger(ThreadStarter.class.getName());

    /** The delay before another attempt, after a thread could not be started or could not confine itself. */
    private static final long RETRY = TimeUnit.SECONDS.toNanos(1);

    /** On the starter's thread. */
    private Workers.Most most;
    /** Contains at most one request of each lane and one end of each thread. */
    private final BlockingQueue<Runnable> orders = new LinkedBlockingQueue<>();
    /** Number of threads of each lane that has threads. */
    private final Map<Lane, Integer> threads = new HashMap<>();
    /** Lanes that wait for a thread, the oldest first, with the earliest time of the next attempt. */
    private final Map<Lane, Long> wishes = new LinkedHashMap<>();

    private int spareTaken;
    private boolean closed;

    ThreadStarter(Workers.Most most) {
        this.most = most;
        DaemonThreads.start("xenbay-9pfs-starter", this::run);
    }

    /** @param lane a lane that needs one more thread; it requests the next one only after it has got this one */
    void wanted(Lane lane) {
        orders.add(() -> wishes.put(lane, System.nanoTime()));
    }

    /** @param now the limits from now on; threads beyond them stay as long as they have work */
    void allow(Workers.Most now) {
        orders.add(() -> most = now);
    }

    /** Makes lanes end their idle threads. This ends with the last of them. */
    @Override
    public void close() {
        orders.add(() -> {
            closed = true;
            threads.keySet().forEach(Lane::end);
        });
    }

    private void run() {
        try {
            while (true) {
                boolean waits = closed && threads.isEmpty() || !wishes.isEmpty();
                Runnable order = waits ? orders.poll(RETRY, TimeUnit.NANOSECONDS) : orders.take();
                if (order != null) {
                    order.run();
                } else if (closed && threads.isEmpty() && wishes.isEmpty()) {
                    return;
                }
                grant();
            }
        } catch (InterruptedException stray) {
            LOG.log(Level.ERROR, "no more threads are started for shares: interrupted", stray);
        }
    }

    private void grant() {
        List<Lane> refused = new ArrayList<>();
        for (Map.Entry<Lane, Long> wish : List.copyOf(wishes.entrySet())) {
            Lane lane = wish.getKey();
            if (wish.getValue() - System.nanoTime() > 0) {
                continue;
            }
            if (!lane.stillWants()) {
                wishes.remove(lane);
            } else if (mayStart(lane)) {
                wishes.remove(lane);
                start(lane);
            } else {
                refused.add(lane);
            }
        }
        refused.forEach(this::takeBack);
    }

    private boolean mayStart(Lane lane) {
        ShareThreads shareThreads = lane.shareThreads();
        boolean first = !threads.containsKey(lane);
        return first && shareThreads.hasFreeLane()
                || shareThreads.threads() < most.perShare() && shareThreads.spare() < most.spare() - spareTaken;
    }

    /**
     * Ends an idle thread of a share that has a spare one. When the thread has ended, the starter checks this lane's request
     * again.
     */
    private void takeBack(Lane forLane) {
        for (Lane lane : threads.keySet()) {
            if (lane.shareThreads() != forLane.shareThreads()
                    && lane.shareThreads().spare() > 0
                    && lane.dismissIdle()) {
                return;
            }
        }
    }

    private void start(Lane lane) {
        Thread thread = DaemonThreads.of(lane.shareThreads().nextName(), () -> serve(lane));
        try {
            thread.start();
        } catch (OutOfMemoryError none) {
            LOG.log(Level.ERROR, "the host has no thread for a share: " + none.getMessage());
            wishes.put(lane, System.nanoTime() + RETRY);
            return;
        }
        count(lane, 1);
        if (closed) {
            lane.end();
        }
    }

    private void count(Lane lane, int change) {
        ShareThreads shareThreads = lane.shareThreads();
        spareTaken -= shareThreads.spare();
        int now = threads.merge(lane, change, Integer::sum);
        if (change > 0) {
            shareThreads.started(now == 1);
        } else {
            shareThreads.ended(now == 0);
            threads.remove(lane, 0);
        }
        spareTaken += shareThreads.spare();
    }

    /** A lane's thread, from its beginning to its end. */
    private void serve(Lane lane) {
        Runnable priorityEnds = lane.beginPriority();
        try {
            serveWithPriority(lane);
        } finally {
            priorityEnds.run();
        }
    }

    private void serveWithPriority(Lane lane) {
        try {
            lane.enter();
        } catch (Exception | LinkageError failed) {
            LOG.log(
                    Level.ERROR,
                    "a thread of " + lane.shareThreads() + " could not confine itself, so it does not serve",
                    failed);
            orders.add(() -> {
                count(lane, -1);
                wishes.put(lane, System.nanoTime() + RETRY);
            });
            return;
        }
        try {
            lane.work();
        } finally {
            orders.add(() -> count(lane, -1));
        }
    }
}
