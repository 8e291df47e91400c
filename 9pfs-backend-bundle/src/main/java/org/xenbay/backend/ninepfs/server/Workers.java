// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.ninepfs.server;

import java.util.concurrent.atomic.AtomicInteger;
import org.xenbay.api.polling.Polling;
import org.xenbay.api.thread.ThreadPriorities;
import org.xenbay.backend.ninepfs.wire.MessageWriter;

/**
 * Threads that carry out requests. Each guest's connection has a {@linkplain Lane lane}, and each share has {@linkplain
 * ShareThreads threads} that work only for its own lanes. They are started when there is work, and end when they had no work
 * for some seconds. A call of the host that does not return therefore holds up one share only, and a thread can confine itself
 * to its share.
 *
 * <p>The time that waking a thread takes is measured, and determines two choices. First, a thread that has ended a request
 * {@linkplain Polling polls} for the guest's next one for a multiple of that time, if requests come that soon. One thread of
 * all shares at a time polls, and only while fewer threads are active than there are processors: otherwise polling would use up
 * the guest's turn on the processor. Second, while a guest's requests are {@linkplain RequestTiming#isFast fast} or come one at
 * a time, one thread does all of them with the guest's events masked. Otherwise the port is unmasked before each request, and
 * other threads may help.
 */
public final class Workers implements AutoCloseable {

    private final OverdueRequests overdue = new OverdueRequests();
    private final ThreadStarter starter;
    /** Number of threads that were woken and have not run yet. */
    private final AtomicInteger waking = new AtomicInteger();
    /** Number of threads that do not wait for work. */
    private final AtomicInteger active = new AtomicInteger();

    private final int processors = Runtime.getRuntime().availableProcessors();
    private final Polling polling = new Polling(this::hasProcessorToSpare);
    private volatile RealTimePriority priority = new RealTimePriority(ThreadPriorities.NONE, this::isActive);

    /** A piece of work for a lane. */
    @FunctionalInterface
    public interface Task {

        /** @param scratch this thread's own, for the time of the call */
        void run(MessageWriter scratch);
    }

    /** Prepares a thread before it works for a lane: the thread drops rights that the lane's share does not need. */
    @FunctionalInterface
    public interface Entry {

        /** Leaves a thread all its rights. */
        Entry FREE = () -> {};

        /**
         * @throws Exception when the thread could not drop rights; then it does no work, and another thread is tried later
         */
        void enter() throws Exception;
    }

    /**
     * Limits of the number of threads. The first thread of each share is always granted.
     *
     * @param spare most threads beyond the first of each share, of all shares together
     * @param perShare most threads of one share
     */
    public record Most(int spare, int perShare) {

        /** @throws IllegalArgumentException when a number is less than one */
        public Most {
            if (spare < 1 || perShare < 1) {
                throw new IllegalArgumentException(
                        "at least 1 spare thread and 1 a share, not " + spare + ", " + perShare);
            }
        }
    }

    /** @param most how many threads there are */
    public Workers(Most most) {
        starter = new ThreadStarter(most);
    }

    /** @param threads most threads beyond the first of each share; a share gets at most one less; at least two */
    public Workers(int threads) {
        this(new Most(threads, threads - 1));
    }

    /**
     * @param name of the share, for its threads' names
     * @return the threads of a new share, without any thread yet
     */
    public ShareThreads shareThreads(String name) {
        return new ShareThreads(this, name);
    }

    /** @return a new lane of its own share, whose threads keep all their rights */
    public Lane lane() {
        return shareThreads("lane").lane(Entry.FREE);
    }

    /** @param most the limits from now on; threads beyond them stay as long as they have work */
    public void allow(Most most) {
        starter.allow(most);
    }

    /**
     * @param host sets real-time priorities of threads of shares that use little, from now on; if it replaces another host,
     *     threads that serve already keep the usual priority
     */
    public synchronized void prioritize(ThreadPriorities host) {
        if (priority.isOf(host)) {
            return;
        }
        priority.close();
        priority = new RealTimePriority(host, this::isActive);
    }

    RealTimePriority priority() {
        return priority;
    }

    private boolean isActive() {
        return active.get() > 0;
    }

    ThreadStarter starter() {
        return starter;
    }

    OverdueRequests overdue() {
        return overdue;
    }

    /** @return the rule by which a thread polls for a lane's next request: one thread of all lanes at a time */
    Polling polling() {
        return polling;
    }

    /** A thread is about to be woken, and needs a processor. */
    void wakes() {
        waking.incrementAndGet();
    }

    /** @param since when it was woken, by {@link System#nanoTime} */
    void awake(long since) {
        waking.decrementAndGet();
        polling.woken(System.nanoTime() - since);
    }

    /** The calling thread begins, or has waited for work. */
    void begins() {
        active.incrementAndGet();
        priority.active();
    }

    /** The calling thread ends, or is about to wait for work. */
    void rests() {
        active.decrementAndGet();
    }

    /** @return whether no other thread needs the processor of a thread that polls */
    private boolean hasProcessorToSpare() {
        return waking.get() == 0 && active.get() < processors;
    }

    /** Ends the threads when no work is left. Does not wait for calls that are under way. */
    @Override
    public void close() {
        prioritize(ThreadPriorities.NONE);
        overdue.close();
        starter.close();
    }
}
