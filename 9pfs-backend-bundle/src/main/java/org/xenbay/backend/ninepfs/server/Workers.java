// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.ninepfs.server;

import java.util.concurrent.atomic.AtomicInteger;
import org.xenbay.api.polling.Polling;
import org.xenbay.backend.ninepfs.wire.MessageWriter;

/**
 * Threads that carry out requests. Each guest's connection has a {@linkplain Lane lane}, and each share a {@linkplain ShareThreads shareThreads}
 * of threads that work for its lanes and for no other share's: they are started when there is work, and end when there has been
 * none for some seconds. So a call of the host that does not return holds up the share it is made for and nobody else, and a
 * thread can confine itself to its share.
 *
 * <p>What all lanes have in common is here. What it takes to wake a thread is measured, and is the yardstick for two choices. A
 * thread that has ended a request {@linkplain Polling polls} for the guest's next one for a multiple of that time, if requests
 * come that soon; one thread of all shares at a time does so, and only while fewer threads are active than there are processors:
 * otherwise it would use up its guest's turn on the processor with polling. And while a guest's requests are
 * {@linkplain RequestTiming#isFast fast}, or come one at a time, one thread does all of them with the guest's events masked;
 * otherwise the port is unmasked before each, and others may join in.
 */
public final class Workers implements AutoCloseable {

    private final OverdueRequests overdue = new OverdueRequests();
    private final ThreadStarter starter;
    /** Threads that were woken and have not come to run yet. */
    private final AtomicInteger waking = new AtomicInteger();
    /** Threads that do not wait for work. */
    private final AtomicInteger active = new AtomicInteger();

    private final int processors = Runtime.getRuntime().availableProcessors();
    private final Polling polling = new Polling(this::hasProcessorToSpare);

    /** What a thread does for a lane. */
    @FunctionalInterface
    public interface Task {

        /** @param scratch this thread's own, for the time of the call */
        void run(MessageWriter scratch);
    }

    /** What a thread does before it works for a lane: it gives up what the lane's share does not need. */
    @FunctionalInterface
    public interface Entry {

        /** Of a lane whose threads may do everything. */
        Entry FREE = () -> {};

        /**
         * @throws Exception when the thread could not give it up: it does no work then, and another is tried later
         */
        void enter() throws Exception;
    }

    /**
     * How many threads there are. The first of each share is always granted.
     *
     * @param spare most threads beyond the first of each share, of all shares together
     * @param perShare most threads of one share
     */
    public record Most(int spare, int perShare) {

        /** @throws IllegalArgumentException when a number makes no sense */
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

    /** @param threads most threads beyond the first of each share, and one more than a share gets at most; at least two */
    public Workers(int threads) {
        this(new Most(threads, threads - 1));
    }

    /**
     * @param name of the share, for its threads' names
     * @return a new share's threads: none yet
     */
    public ShareThreads shareThreads(String name) {
        return new ShareThreads(this, name);
    }

    /** @return a new lane with a shareThreads of its own, whose threads may do everything */
    public Lane lane() {
        return shareThreads("lane").lane(Entry.FREE);
    }

    /** @param most how many threads there are from now on; those that are there stay as long as they have work */
    public void allow(Most most) {
        starter.allow(most);
    }

    ThreadStarter starter() {
        return starter;
    }

    OverdueRequests overdue() {
        return overdue;
    }

    /** @return when a thread polls for a lane's next request: one thread of all lanes at a time */
    Polling polling() {
        return polling;
    }

    /** A thread is about to be woken: it is to find a processor. */
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
    }

    /** The calling thread ends, or is about to wait for work. */
    void rests() {
        active.decrementAndGet();
    }

    /** @return whether no thread wants the processor of one that polls */
    private boolean hasProcessorToSpare() {
        return waking.get() == 0 && active.get() < processors;
    }

    /** Ends the threads when no work is left. Does not wait for calls that are under way. */
    @Override
    public void close() {
        overdue.close();
        starter.close();
    }
}
