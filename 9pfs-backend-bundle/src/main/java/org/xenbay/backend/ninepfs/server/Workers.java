package org.xenbay.backend.ninepfs.server;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import org.xenbay.api.lookout.Pace;
import org.xenbay.api.lookout.Patience;
import org.xenbay.backend.ninepfs.wire.MessageWriter;

/**
 * Threads that carry out requests, shared by all guests in turn. Each guest has a {@linkplain Lane lane}; lanes with work
 * are served one request at a time, round and round, and no lane gets all threads: a guest on a slow disk, or one that asks
 * without end, leaves the others theirs.
 *
 * <p>What it takes to wake a thread is measured, and is the yardstick for two choices. A thread that has ended a request
 * looks out for the guest's next one for some times that long, if it has been coming that soon. And while a guest's requests are
 * {@linkplain Lane#isBrisk brisk}, or come one at a time, one thread does all of them with the guest's events masked; otherwise
 * the port is opened before each, and others may join in.
 */
public final class Workers implements AutoCloseable {

    private static final Logger LOG = System.getLogger(Workers.class.getName());

    /** What takes no longer than so many wakes is not worth a second thread: waking it costs the first one's processor too. */
    private static final int BRISK_WAKES = 4;

    /** A request that takes as long as so many wakes is not to keep others of its guest waiting, even if none is expected. */
    private static final int LONG_WAKES = 32;

    /** No guest sends the next request within this part of a wake. */
    private static final int SOON = 8;

    /** After a request that had company, so many are taken to have it too. */
    private static final int COMPANY = 16;

    /** Lanes with work; its monitor guards the lanes too. */
    private final Queue<Lane> ready = new ArrayDeque<>();

    private final int laneMost;
    private final Overdue overdue = new Overdue();
    private final Pace wake = Pace.ofWakes();
    private boolean closed;
    private int idle;
    /** When a thread was woken that has not said yet that it is awake; 0 otherwise. */
    private long wokenAt;
    /** The one lane that a thread looks out for. */
    private volatile Lane watched;
    /** Whether a lane is ready, for who looks without the lock. */
    private volatile boolean waiting;

    /** What a thread does for a lane. */
    @FunctionalInterface
    public interface Task {

        /** @param scratch this thread's own, for the time of the call */
        void run(MessageWriter scratch);
    }

    /** Where a lane's work comes from. Called by any thread, by several at once. */
    public interface Source {

        /** Of a lane whose work is given to it by somebody else. */
        Source NONE = new Source() {
            @Override
            public void look() {}

            @Override
            public void listen() {}
        };

        /** Looks whether the guest has sent something, and gives it to the lane. */
        void look();

        /** Lets events come that have been masked. */
        void listen();
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

    /** @return a new lane, for one guest's device */
    public Lane lane(Source source) {
        return new Lane(source);
    }

    private void work() {
        MessageWriter scratch = new MessageWriter();
        Lane lane = null;
        while (true) {
            if (lane != null) {
                attend(lane);
            }
            Task task;
            synchronized (ready) {
                if (!awaitWork()) {
                    return;
                }
                lane = ready.remove();
                waiting = !ready.isEmpty();
                if (waiting) {
                    wakeOne();
                }
                task = lane.begin();
            }
            if (task != null) {
                lane.run(task, scratch, false);
            }
        }
    }

    /** @return false when there will be none */
    private boolean awaitWork() {
        while (ready.isEmpty()) {
            if (closed) {
                return false;
            }
            idle++;
            try {
                ready.wait();
            } catch (InterruptedException stray) {
                LOG.log(Level.DEBUG, "a thread was interrupted, which ends nothing here");
            }
            idle--;
            if (wokenAt != 0) {
                wake.add(System.nanoTime() - wokenAt);
                wokenAt = 0;
            }
        }
        return true;
    }

    private void wakeOne() {
        if (idle > 0) {
            wokenAt = System.nanoTime();
            ready.notify();
        }
    }

    /**
     * After a request of this lane, or an event: looks out for what comes next, one thread for one lane at a time. Before it
     * turns away the port is opened, and looked at once more for what came before.
     */
    private void attend(Lane lane) {
        if (!lane.hasWork() && !(mayWatch(lane) && watch(lane))) {
            lane.turnAway();
        }
    }

    private boolean mayWatch(Lane lane) {
        synchronized (ready) {
            if (watched != null || !ready.isEmpty() || lane.patience().nanos(wake.nanos()) == 0) {
                return false;
            }
            watched = lane;
            return true;
        }
    }

    /** @return whether the lane has got work */
    private boolean watch(Lane lane) {
        long end = System.nanoTime() + lane.patience().nanos(wake.nanos());
        do {
            lane.look();
            Thread.onSpinWait();
        } while (watched == lane && !waiting && System.nanoTime() < end);
        synchronized (ready) {
            if (watched == lane) {
                watched = null;
            }
        }
        return lane.hasWork();
    }

    /** Ends the threads when no work is left. */
    @Override
    public void close() {
        overdue.close();
        synchronized (ready) {
            closed = true;
            ready.notifyAll();
        }
    }

    /** The work of one guest's device, begun in the order it was given. */
    public final class Lane {
        private final Source source;
        private final Queue<Task> tasks = new ArrayDeque<>();
        /** After a quick request, and after a long one: a guest takes its time with a large reply, and hardly any with a small one. */
        private final Patience afterQuick = new Patience();

        private final Patience afterLong = new Patience();
        private final Pace pace = new Pace(0, TimeUnit.MILLISECONDS.toNanos(10));
        private int running;
        private boolean queued;
        /** Whether there was an event after which nobody has looked. */
        private boolean alerted;
        /** When the first event was that came since somebody turned away; 0 when there was none. */
        private long alertedAt;
        /** Whether the thread that brings the next task carries it out itself. */
        private boolean served;
        /** When the last request ended; 0 once the next one has come. */
        private long ended;
        /** Whether that one was long. */
        private volatile boolean wasLong;
        /** For how many more requests it is taken that others come beside them. */
        private int company;

        private Lane(Source source) {
            this.source = source;
        }

        private Patience patience() {
            return wasLong ? afterLong : afterQuick;
        }

        /** @return whether others of this guest may come before this one has ended, and be worth a thread of their own */
        private boolean mayHaveCompany() {
            return !isBrisk() && (company > 0 || pace.nanos() >= LONG_WAKES * wake.nanos());
        }

        /** A request has come: one that was there when another ended came while that one was under way. */
        private void noteCompany(long now) {
            boolean wasThere = ended != 0 && now - ended < wake.nanos() / SOON;
            if (running > 0 || !tasks.isEmpty() || wasThere) {
                company = COMPANY;
            } else if (company > 0) {
                company--;
            }
        }

        /** @return whether a request is done so soon that another thread hardly helps */
        private boolean isBrisk() {
            return pace.nanos() < BRISK_WAKES * wake.nanos();
        }

        /** @param task to be run soon, by any thread, perhaps beside others of this lane */
        public void submit(Task task) {
            synchronized (ready) {
                long now = System.nanoTime();
                noteCompany(now);
                if (ended != 0) {
                    patience().came((alertedAt == 0 ? now : alertedAt) - ended, wake.nanos());
                    ended = 0;
                }
                alertedAt = 0;
                tasks.add(task);
                enqueue(true);
            }
        }

        /** There was an event: somebody is to look. Short, for the thread that pumps events. */
        public void alert() {
            synchronized (ready) {
                if (watched != this) {
                    alerted = true;
                    alertedAt = alertedAt == 0 ? System.nanoTime() : alertedAt;
                    enqueue(true);
                }
            }
        }

        /**
         * Runs what brings a task, and then the task, in this thread if that is sooner done than another is woken.
         *
         * @param arrival submits it
         * @param scratch this thread's own
         */
        public void serve(Runnable arrival, MessageWriter scratch) {
            synchronized (ready) {
                served = running == 0 && !queued && isBrisk();
            }
            arrival.run();
            Task task;
            synchronized (ready) {
                task = served ? begin() : null;
                served = false;
            }
            if (task != null) {
                run(task, scratch, true);
            }
        }

        private void enqueue(boolean needsThread) {
            int most = isBrisk() ? 1 : laneMost;
            if (queued || served || !alerted && (tasks.isEmpty() || running >= most)) {
                return;
            }
            queued = true;
            ready.add(this);
            waiting = true;
            if (watched == this) {
                watched = null; // Who has looked out takes it.
            } else if (needsThread) {
                wakeOne();
            }
        }

        /** @return a task for the calling thread; null when it is only to look, or others do all there is */
        private Task begin() {
            queued = false;
            alerted = false;
            Task task = tasks.poll();
            if (task != null) {
                running++;
                enqueue(true);
            }
            return task;
        }

        private void run(Task task, MessageWriter scratch, boolean needsThread) {
            long start = System.nanoTime();
            try {
                if (mayHaveCompany()) {
                    source.listen();
                } else {
                    overdue.begins(this, start);
                }
                task.run(scratch);
            } catch (RuntimeException | Error failed) {
                LOG.log(Level.ERROR, "a request was not carried out", failed);
            }
            overdue.ends(this);
            synchronized (ready) {
                ended = System.nanoTime();
                wasLong = ended - start >= wake.nanos();
                pace.add(ended - start);
                running--;
                enqueue(needsThread);
            }
        }

        private void look() {
            try {
                source.look();
            } catch (RuntimeException failed) {
                LOG.log(Level.ERROR, "a guest's ring could not be looked at", failed);
            }
        }

        /** @return whether it waits for a thread: whoever takes it attends to it then */
        private boolean hasWork() {
            synchronized (ready) {
                return queued;
            }
        }

        private void turnAway() {
            synchronized (ready) {
                alertedAt = 0;
            }
            open();
            look();
        }

        /** A request takes unexpectedly long: what came meanwhile is heard, and may go beside it. */
        void overdue() {
            synchronized (ready) {
                company = COMPANY;
                pace.add(TimeUnit.MILLISECONDS.toNanos(Overdue.MILLIS));
                enqueue(true);
            }
            open();
        }

        private void open() {
            try {
                source.listen();
            } catch (RuntimeException failed) {
                LOG.log(Level.ERROR, "a guest's port could not be opened", failed);
            }
        }
    }
}
