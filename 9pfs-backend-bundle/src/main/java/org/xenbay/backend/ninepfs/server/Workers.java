package org.xenbay.backend.ninepfs.server;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayDeque;
import java.util.Queue;
import org.xenbay.backend.ninepfs.wire.MessageWriter;

/**
 * Threads that carry out requests, shared by all guests in turn. Each guest has a lane; lanes with work are served one
 * request at a time, round and round, and no lane gets all threads: a guest on a slow disk, or one that asks without end,
 * leaves the others theirs.
 */
public final class Workers implements AutoCloseable {

    private static final Logger LOG = System.getLogger(Workers.class.getName());

    private final Queue<Lane> ready = new ArrayDeque<>();
    private final int laneMost;
    private boolean closed;
    /** Whether a thread looks out for work and takes what comes without being woken. */
    private boolean watching;
    /** Whether work is ready, for who looks without the lock. */
    private volatile boolean waiting;

    /** What a thread does for a lane. */
    @FunctionalInterface
    public interface Task {

        /** @param scratch this thread's own, for the time of the call */
        void run(MessageWriter scratch);
    }

    /** @param threads number of threads, at least two */
    public Workers(int threads) {
        if (threads < 2) {
            throw new IllegalArgumentException("at least 2 threads are needed, not " + threads);
        }
        laneMost = threads - 1;
        for (int i = 0; i < threads; i++) {
            Thread thread = new Thread(this::work, "xenbay-9pfs-" + i);
            thread.setDaemon(true);
            thread.start();
        }
    }

    /**
     * @param look looks whether the guest has sent something, and gives it to the lane
     * @return a new lane, for one guest's device
     */
    public Lane lane(Runnable look) {
        return new Lane(look);
    }

    private void work() {
        MessageWriter scratch = new MessageWriter();
        Lane lane = null;
        while (true) {
            if (lane != null) {
                watch(lane);
            }
            Task task;
            synchronized (ready) {
                while (ready.isEmpty()) {
                    if (closed) {
                        return;
                    }
                    try {
                        ready.wait();
                    } catch (InterruptedException stray) {
                        LOG.log(Level.DEBUG, "a thread was interrupted, which ends nothing here");
                    }
                }
                lane = ready.remove();
                waiting = !ready.isEmpty();
                task = lane.next();
            }
            try {
                task.run(scratch);
            } catch (RuntimeException | Error failed) {
                LOG.log(Level.ERROR, "a request was not carried out", failed);
            }
            lane.finished();
        }
    }

    /**
     * Looks out for a guest's next request, which often follows a reply within less time than it takes to wake a thread:
     * one thread at a time, and for as short as it is worth.
     */
    private void watch(Lane lane) {
        long patience = lane.watch.patience();
        if (patience == 0) {
            return;
        }
        synchronized (ready) {
            if (watching || !ready.isEmpty()) {
                return;
            }
            watching = true;
        }
        long end = System.nanoTime() + patience;
        boolean found = false;
        try {
            while (!found && System.nanoTime() < end) {
                lane.look.run();
                found = waiting;
                Thread.onSpinWait();
            }
        } catch (RuntimeException failed) {
            LOG.log(Level.ERROR, "a guest's ring could not be looked at", failed);
        } finally {
            lane.watch.ended(found);
            if (!found) {
                synchronized (ready) {
                    watching = false;
                }
            }
        }
    }

    /** Ends the threads when no work is left. */
    @Override
    public void close() {
        synchronized (ready) {
            closed = true;
            ready.notifyAll();
        }
    }

    /** The work of one guest's device, begun in the order it was given. */
    public final class Lane {
        private final Queue<Task> tasks = new ArrayDeque<>();
        private int running;
        private final Runnable look;
        private final Patience watch = new Patience();
        private boolean queued;

        private Lane(Runnable look) {
            this.look = look;
        }

        /** @param task to be run soon, by any thread, perhaps beside others of this lane */
        public void submit(Task task) {
            synchronized (ready) {
                tasks.add(task);
                enqueue();
            }
        }

        private void enqueue() {
            if (!queued && running < laneMost && !tasks.isEmpty()) {
                queued = true;
                ready.add(this);
                waiting = true;
                if (watching) {
                    watching = false;
                } else {
                    ready.notify();
                }
            }
        }

        private Task next() {
            queued = false;
            running++;
            Task task = tasks.remove();
            enqueue();
            return task;
        }

        private void finished() {
            synchronized (ready) {
                running--;
                enqueue();
            }
        }
    }
}
