// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.ninepfs.server;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import org.xenbay.api.polling.MovingAverage;
import org.xenbay.api.polling.SpinBudget;
import org.xenbay.backend.ninepfs.server.Workers.Source;
import org.xenbay.backend.ninepfs.server.Workers.Task;
import org.xenbay.backend.ninepfs.wire.MessageWriter;

/** The work of one connection to a share, begun in the order it was given, and the threads that do it. */
public final class Lane {

    private static final Logger LOG = System.getLogger(Lane.class.getName());

    /** What takes no longer than so many wakes is not worth a second thread: waking it costs the first one's processor too. */
    private static final int FAST_WAKES = 4;

    /** A request that takes as long as so many wakes is not to keep others of its guest waiting, even if none is expected. */
    private static final int LONG_WAKES = 32;

    /** No guest sends the next request within this part of a wake. */
    private static final int SOON = 8;

    /** After requests that overlapped, so many of the next ones are expected to overlap too. */
    private static final int CONCURRENT_REQUESTS = 16;

    /** A thread that had nothing to do for so long ends. */
    private static final long IDLE_MILLIS = 5_000;

    private final Workers workers;
    private final Crew crew;
    private final Source source;
    private final Workers.Entry entry;

    // The monitor guards what follows.
    private final Queue<Task> tasks = new ArrayDeque<>();
    /** After a quick request, and after a long one: a guest takes its time with a large reply, and hardly any with a small one. */
    private final SpinBudget afterQuick = new SpinBudget();

    private final SpinBudget afterLong = new SpinBudget();
    private final MovingAverage requestTime = new MovingAverage(0, TimeUnit.MILLISECONDS.toNanos(10));
    private int running;
    /** How many of those were to be done soon, and are not. */
    private int late;
    /** Whether there is something to do for a thread. */
    private boolean queued;
    /** Whether there was an event since the last poll. */
    private boolean alerted;
    /** When the first event came since the port was unmasked; 0 when there was none. */
    private long alertedAt;
    /** Whether the thread that brings the next task carries it out itself. */
    private boolean served;
    /** When the last request ended; 0 once the next one has come. */
    private long ended;
    /** Whether that one was long. */
    private volatile boolean wasLong;
    /** For how many more requests others are expected beside them. */
    private int concurrentHint;

    /** Its threads: all, those that wait for work, and those that carry out a task. */
    private int threads;

    private int idle;
    private int working;
    /** Whether a thread was asked for that has not come yet. */
    private boolean asked;
    /** When an idle thread was woken that has not said yet that it is awake; 0 otherwise. */
    private long wokenAt;
    /** So many idle threads are to end at once. */
    private int dismissed;
    /** Whether all of them are, as soon as nothing is left to do. */
    private boolean ending;

    Lane(Workers workers, Crew crew, Source source, Workers.Entry entry) {
        this.workers = workers;
        this.crew = crew;
        this.source = source;
        this.entry = entry;
    }

    Crew crew() {
        return crew;
    }

    /**
     * The calling thread gives up what the share does not need, for good: before it works for this lane.
     *
     * @throws Exception when it could not; it must not work then
     */
    public void enter() throws Exception {
        entry.enter();
    }

    /** @param task to be run soon, by any thread of the lane, perhaps beside others of this lane */
    public void submit(Task task) {
        synchronized (this) {
            long now = System.nanoTime();
            noteConcurrent(now);
            if (ended != 0) {
                spinBudget().came((alertedAt == 0 ? now : alertedAt) - ended, wakeNanos());
                ended = 0;
            }
            alertedAt = 0;
            tasks.add(task);
            enqueue(true);
        }
    }

    /** There was an event: a thread is to poll. Short, for the thread that pumps events. */
    public void alert() {
        synchronized (this) {
            alerted = true;
            if (!workers.isPolled(this)) {
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
        synchronized (this) {
            served = running == 0 && !queued && isFast();
        }
        arrival.run();
        Task task;
        synchronized (this) {
            task = served ? begin(false) : null;
            served = false;
        }
        if (task != null) {
            run(task, scratch, false);
        }
    }

    /** What each of its threads does. Returns when there was nothing to do for some seconds, or never will be. */
    void work() {
        MessageWriter scratch = new MessageWriter();
        arrived();
        while (true) {
            boolean polls;
            Task task;
            synchronized (this) {
                if (!awaitWork()) {
                    threads--;
                    workers.rests();
                    return;
                }
                polls = alerted;
                task = polls ? beginPoll() : begin(true);
            }
            if (polls) {
                poll();
            } else if (task != null) {
                run(task, scratch, true);
            }
            pollOrRearm();
        }
    }

    /** The calling thread polls before it takes a task, because the task may never end. */
    private Task beginPoll() {
        alerted = false;
        queued = false;
        enqueue(false);
        return null;
    }

    private synchronized void arrived() {
        threads++;
        asked = false;
        workers.begins();
    }

    /** @return false when this thread is to end */
    private boolean awaitWork() {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(IDLE_MILLIS);
        while (!queued) {
            long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
            if (ending || left <= 0) {
                return false;
            }
            if (dismissed > 0) {
                dismissed--;
                return false;
            }
            idle++;
            workers.rests();
            try {
                wait(left);
            } catch (InterruptedException stray) {
                LOG.log(Level.DEBUG, "a thread was interrupted, which ends nothing here");
            }
            workers.begins();
            idle--;
            if (wokenAt != 0) {
                workers.awake(wokenAt);
                wokenAt = 0;
            }
        }
        return true;
    }

    private void enqueue(boolean needsThread) {
        int most = isFast() ? 1 : Integer.MAX_VALUE;
        if (queued || served || !alerted && (tasks.isEmpty() || running - late >= most)) {
            return;
        }
        queued = true;
        if (!workers.endPolling(this) && needsThread) {
            needThread();
        }
    }

    /** A thread that is neither idle nor at a task finds what there is by itself. */
    private void needThread() {
        if (threads - idle > working) {
            return;
        }
        if (idle > 0) {
            if (wokenAt == 0) {
                wokenAt = System.nanoTime();
                workers.wakes();
            }
            notify();
        } else if (!asked) {
            asked = true;
            workers.starter().wanted(this);
        }
    }

    /** @return whether a thread that was asked for is still of use; otherwise it is not asked for any more */
    synchronized boolean stillWants() {
        asked = queued && idle == 0 && threads == working;
        return asked;
    }

    /** @return whether one of its threads was idle, and ends now */
    synchronized boolean dismissIdle() {
        if (idle <= dismissed) {
            return false;
        }
        dismissed++;
        notifyAll();
        return true;
    }

    /** Its threads end as soon as nothing is left to do. */
    synchronized void end() {
        ending = true;
        notifyAll();
    }

    /**
     * @param own whether the calling thread is one of the lane's
     * @return a task for the calling thread; null when it is only to poll, or other threads do all tasks
     */
    private Task begin(boolean own) {
        queued = false;
        Task task = tasks.poll();
        if (task != null) {
            running++;
            working += own ? 1 : 0;
            enqueue(true);
        }
        return task;
    }

    private void run(Task task, MessageWriter scratch, boolean own) {
        long start = System.nanoTime();
        Overdue.Expected expected = null;
        try {
            if (expectsConcurrent()) {
                source.unmask();
            } else {
                expected = workers.overdue().begins(this, start);
            }
            task.run(scratch);
        } catch (RuntimeException | Error failed) {
            LOG.log(Level.ERROR, "a request was not carried out", failed);
        }
        boolean wasLate = expected != null && !workers.overdue().ends(expected);
        synchronized (this) {
            ended = System.nanoTime();
            wasLong = ended - start >= wakeNanos();
            requestTime.add(ended - start);
            running--;
            late -= wasLate ? 1 : 0;
            working -= own ? 1 : 0;
            enqueue(!own);
        }
    }

    /**
     * After a request, or an event: polls for what comes next, one thread for one lane at a time. A thread that stops polling
     * unmasks the port and polls once more, so that no event is lost.
     */
    private void pollOrRearm() {
        boolean spins;
        synchronized (this) {
            if (queued) {
                return;
            }
            spins = spinBudget().nanos(wakeNanos()) != 0 && workers.beginPolling(this);
        }
        if (!spins || !spin()) {
            rearm();
        }
    }

    /** @return whether the lane has got work */
    private boolean spin() {
        long end = System.nanoTime() + spinBudget().nanos(wakeNanos());
        do {
            poll();
            Thread.onSpinWait();
        } while (workers.mayKeepPolling(this) && System.nanoTime() < end);
        workers.endPolling(this);
        return hasWork();
    }

    private void poll() {
        try {
            source.poll();
        } catch (RuntimeException failed) {
            LOG.log(Level.ERROR, "a guest's ring could not be looked at", failed);
        }
    }

    /** @return whether it waits for a thread: whoever takes it attends to it then */
    private synchronized boolean hasWork() {
        return queued;
    }

    private void rearm() {
        synchronized (this) {
            alerted = false;
            alertedAt = 0;
        }
        unmask();
        poll();
    }

    /** A request takes unexpectedly long: what came meanwhile is heard, and may go beside it. */
    void overdue() {
        synchronized (this) {
            late++;
            concurrentHint = CONCURRENT_REQUESTS;
            requestTime.add(TimeUnit.MILLISECONDS.toNanos(Overdue.MILLIS));
            enqueue(true);
        }
        unmask();
    }

    private void unmask() {
        try {
            source.unmask();
        } catch (RuntimeException failed) {
            LOG.log(Level.ERROR, "a guest's port could not be opened", failed);
        }
    }

    private long wakeNanos() {
        return workers.wake().nanos();
    }

    private SpinBudget spinBudget() {
        return wasLong ? afterLong : afterQuick;
    }

    /** @return whether others of this guest may come before this one has ended, and be worth a thread of their own */
    private boolean expectsConcurrent() {
        return !isFast() && (concurrentHint > 0 || requestTime.nanos() >= LONG_WAKES * wakeNanos());
    }

    /** A request has come: one that was there when another ended came while that one was under way. */
    private void noteConcurrent(long now) {
        boolean wasThere = ended != 0 && now - ended < wakeNanos() / SOON;
        if (running > 0 || !tasks.isEmpty() || wasThere) {
            concurrentHint = CONCURRENT_REQUESTS;
        } else if (concurrentHint > 0) {
            concurrentHint--;
        }
    }

    /** @return whether a request is done so soon that another thread hardly helps */
    boolean isFast() {
        return requestTime.nanos() < FAST_WAKES * wakeNanos();
    }
}
