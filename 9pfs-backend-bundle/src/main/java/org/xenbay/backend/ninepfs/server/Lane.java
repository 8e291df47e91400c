// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.ninepfs.server;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.xenbay.backend.ninepfs.server.Workers.Task;
import org.xenbay.backend.ninepfs.wire.MessageWriter;

/**
 * The work of one connection to a share, started in the order of its submission, and the threads that do it. A thread of the
 * lane polls the lane's sources, carries out the tasks that it finds, and polls again.
 */
public final class Lane {

    private static final Logger LOG = System.getLogger(Lane.class.getName());

    private final Workers workers;
    private final ShareThreads shareThreads;
    private final Workers.Entry entry;
    private final List<RequestSource> sources = new CopyOnWriteArrayList<>();

    @GuardedBy("this")
    private final Queue<Task> tasks = new ArrayDeque<>();
    /** Used under the monitor. */
    private final LaneThreads threads;
    /** Changed under the monitor. */
    private final RequestTiming timing;

    @GuardedBy("this")
    private int running;

    /** Number of running tasks that were expected to end soon, and have not. */
    @GuardedBy("this")
    private int late;

    /** Whether there is work for a thread. Changed under the monitor; a thread that polls reads it without the monitor. */
    private volatile boolean queued;

    /** Whether there was an event since the last poll. */
    @GuardedBy("this")
    private boolean alerted;

    /** Whether the thread that submits the next task carries it out itself. */
    @GuardedBy("this")
    private boolean served;

    Lane(Workers workers, ShareThreads shareThreads, Workers.Entry entry) {
        this.workers = workers;
        this.shareThreads = shareThreads;
        this.entry = entry;
        this.threads = new LaneThreads(this, workers);
        this.timing = new RequestTiming(workers.polling()::wakeNanos);
    }

    ShareThreads shareThreads() {
        return shareThreads;
    }

    /** @return to be run before it ends by the calling thread, which begins to serve the share */
    Runnable beginPriority() {
        return workers.priority().began(shareThreads);
    }

    /** @param source brings tasks from now on */
    public void attach(RequestSource source) {
        sources.add(source);
    }

    /**
     * Makes the calling thread drop, irrevocably, the rights that the share does not need. To be called before the thread works
     * for this lane.
     *
     * @throws Exception when that fails; then the thread must not work
     */
    public void enter() throws Exception {
        entry.enter();
    }

    /** @param task a task to run soon, by any thread of the lane, perhaps concurrently with others of this lane */
    void submit(Task task) {
        synchronized (this) {
            timing.came(running > 0 || !tasks.isEmpty());
            tasks.add(task);
            enqueue(true);
        }
    }

    /** An event has come: a thread has to poll. Returns quickly, for the thread that delivers all events. */
    public void alert() {
        synchronized (this) {
            alerted = true;
            if (!workers.polling().isPolled(this)) {
                timing.alerted();
                enqueue(true);
            }
        }
    }

    /**
     * Submits a task, and carries it out in the calling thread if that takes less time than to wake another thread.
     *
     * @param arrival submits the task
     * @param scratch this thread's own
     */
    public void serve(Runnable arrival, MessageWriter scratch) {
        synchronized (this) {
            served = running == 0 && !queued && timing.isFast();
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

    /** The work of each of its threads. Returns when the thread had no work for some seconds, or when the lane has ended. */
    void work() {
        MessageWriter scratch = new MessageWriter();
        synchronized (this) {
            threads.began();
        }
        while (true) {
            boolean polls;
            Task task;
            synchronized (this) {
                if (!threads.awaitWork()) {
                    return;
                }
                polls = alerted;
                if (polls) {
                    beginPoll();
                    task = null;
                } else {
                    task = begin(true);
                }
            }
            if (polls) {
                pollSources();
            } else if (task != null) {
                run(task, scratch, true);
            }
            pollOrRearm();
        }
    }

    /** Makes the calling thread poll before it takes a task, because the task may never end. */
    @GuardedBy("this")
    private void beginPoll() {
        alerted = false;
        queued = false;
        enqueue(false);
    }

    @GuardedBy("this")
    private void enqueue(boolean needsThread) {
        int most = timing.isFast() ? 1 : Integer.MAX_VALUE;
        if (queued || served || !alerted && (tasks.isEmpty() || running - late >= most)) {
            return;
        }
        queued = true;
        if (!workers.polling().end(this) && needsThread) {
            threads.need();
        }
    }

    /** @return whether a requested thread is still needed; if not, the request is withdrawn */
    synchronized boolean stillWants() {
        return threads.stillNeeded();
    }

    /** @return whether an idle thread was found; it ends now */
    synchronized boolean dismissIdle() {
        return threads.dismissIdle();
    }

    /** Its threads end as soon as there is no work left. */
    synchronized void end() {
        threads.end();
    }

    /**
     * @param own whether the calling thread is one of the lane's
     * @return a task for the calling thread; null when the thread only has to poll, or other threads do all tasks
     */
    @GuardedBy("this")
    private @Nullable Task begin(boolean own) {
        queued = false;
        Task task = tasks.poll();
        if (task != null) {
            running++;
            if (own) {
                threads.taskBegins();
            }
            enqueue(true);
        }
        return task;
    }

    private void run(Task task, MessageWriter scratch, boolean own) {
        long start = System.nanoTime();
        // Even if others are under way: later requests may be so quick that one thread is enough for them.
        OverdueRequests.Expected expected = workers.overdue().begins(this, start);
        try {
            if (timing.expectsConcurrent()) {
                unmask();
            }
            task.run(scratch);
        } catch (RuntimeException | Error failed) {
            LOG.log(Level.ERROR, "a request was not carried out", failed);
        }
        forEachSource("take further requests", RequestSource::requestEnded);
        boolean wasLate = !workers.overdue().ends(expected);
        synchronized (this) {
            timing.ended(start);
            running--;
            late -= wasLate ? 1 : 0;
            if (own) {
                threads.taskEnded();
            }
            enqueue(!own);
        }
    }

    /**
     * Polls for the next request after a request or an event, one thread for one lane at a time. A thread that stops polling
     * unmasks the port and polls once more, so that no event is lost.
     */
    private void pollOrRearm() {
        if (hasWork()) {
            return;
        }
        workers.polling().poll(this, timing.spinBudget(), this::pollForWork);
        if (!hasWork()) {
            rearm();
        }
    }

    private boolean pollForWork() {
        pollSources();
        return queued;
    }

    private void pollSources() {
        forEachSource("poll for requests", RequestSource::poll);
    }

    /** @return whether there is work for a thread; the thread that takes the work polls after it, or unmasks the port */
    synchronized boolean hasWork() {
        return queued;
    }

    private void rearm() {
        synchronized (this) {
            alerted = false;
            timing.rearmed();
        }
        unmask();
        pollSources();
    }

    /** A request takes unexpectedly long: unmasks the port, so that further requests may run concurrently with it. */
    void overdue() {
        synchronized (this) {
            late++;
            timing.overdue();
            enqueue(true);
        }
        unmask();
    }

    private void unmask() {
        forEachSource("unmask an event channel", RequestSource::unmask);
    }

    private void forEachSource(String purpose, Consumer<RequestSource> call) {
        try {
            sources.forEach(call);
        } catch (RuntimeException failed) {
            LOG.log(Level.ERROR, "a defect when a thread was to " + purpose, failed);
        }
    }
}
