// SPDX-License-Identifier: Apache-2.0
package org.xenbay.nativexen.xen;

import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntConsumer;
import java.util.function.Supplier;
import org.xenbay.api.thread.DaemonThreads;
import org.xenbay.api.thread.ThreadPriorities;

/**
 * Reads events, many ports at a time, and calls the ports' listeners, on one thread, which has real-time priority as long as
 * it uses little of a processor. When a listener does not return, another thread continues with all other ports.
 */
final class EventPump implements AutoCloseable {

    /** Time after which a listener that has not returned blocks its own port only. */
    static final Duration TIMEOUT = Duration.ofSeconds(2);

    private static final System.Logger LOG = System.getLogger(EventPump.class.getName());
    private static final long STOP_SECONDS = 5;
    /** The kernel returns at most a page of ports at once. */
    private static final int MAX_PORTS = XenAbi.PAGE_SIZE / Integer.BYTES;
    /** Most threads that can be lost in listeners which do not return. */
    private static final int MAX_LOST = 64;

    private final EventSource source;
    private final IntConsumer raise;
    private final Supplier<int[]> all;
    private final ThreadPriorities priorities;
    private final long patience;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final Thread watch = DaemonThreads.of("xenbay-events-watch", this::watch);
    private volatile Turn turn;
    private volatile boolean stopping;
    /** Whether a listener holds up the reading thread, and no other thread may replace it. */
    private volatile boolean heldUp;

    private int lost;

    /**
     * @param source of the events
     * @param raise called for each port with an event
     * @param all returns the ports whose listeners are called when events were lost
     * @param priorities sets the reading thread's real-time priority
     * @param timeout of a listener
     */
    EventPump(
            EventSource source, IntConsumer raise, Supplier<int[]> all, ThreadPriorities priorities, Duration timeout) {
        this.source = source;
        this.raise = raise;
        this.all = all;
        this.priorities = priorities;
        this.patience = timeout.toNanos();
        this.turn = new Turn(new int[0], 0);
    }

    void start() {
        turn.thread.start();
        watch.start();
    }

    /** The loop of one thread, until the thread is lost in a listener. */
    private final class Turn {
        private static final long OUTSIDE = 0;
        private static final long LOST = -1;

        private final Thread thread = DaemonThreads.of("xenbay-events", this::run);
        /** The number of the thread's current call, from 1; or one of the constants above. */
        private final AtomicLong state = new AtomicLong(OUTSIDE);

        private final PumpPriority priority = new PumpPriority(priorities);

        private int[] ports;
        private int count;
        private int next;
        private long calls;

        /** @param rest ports that come first */
        Turn(int[] rest, int count) {
            this.ports = rest;
            this.count = count;
        }

        private void run() {
            priority.begin();
            try {
                boolean mine = tell();
                ports = new int[MAX_PORTS];
                while (mine && !stopping && source.await()) {
                    mine = readAll();
                    priority.look();
                }
            } finally {
                priority.end();
            }
        }

        /** @return whether this thread is to continue */
        private boolean readAll() {
            boolean more = true;
            while (more && !stopping) {
                count = source.read(ports);
                next = 0;
                more = count == ports.length;
                if (count == EventSource.FAILED) {
                    return false;
                } else if (count == EventSource.LOST) {
                    int[] own = ports;
                    ports = all.get();
                    count = ports.length;
                    if (!tell()) {
                        return false;
                    }
                    ports = own;
                } else if (!tell()) {
                    return false;
                }
            }
            return true;
        }

        private boolean tell() {
            while (next < count && !stopping) {
                int port = ports[next++];
                long call = ++calls;
                state.setRelease(call);
                raise.accept(port);
                if (!state.compareAndSet(call, OUTSIDE)) {
                    LOG.log(System.Logger.Level.INFO, "the listener of port " + port + " has returned");
                    return false;
                }
            }
            return true;
        }
    }

    /** @return whether a thread reads events and is not held up by a listener. From any thread */
    boolean isDelivering() {
        return turn.thread.isAlive() && watch.isAlive() && !heldUp;
    }

    private void watch() {
        Turn seen = null;
        long call = Turn.OUTSIDE;
        long since = 0;
        while (!isStopped()) {
            Turn now = turn;
            long state = now.state.getAcquire();
            if (now != seen || state != call || state == Turn.OUTSIDE) {
                seen = now;
                call = state;
                since = System.nanoTime();
                heldUp = false;
            } else if (System.nanoTime() - since >= patience) {
                heldUp = lost >= MAX_LOST;
                if (!heldUp) {
                    replace(now, call);
                }
            }
        }
    }

    private boolean isStopped() {
        try {
            return stopped.await(patience / 4, TimeUnit.NANOSECONDS);
        } catch (InterruptedException ended) {
            return true;
        }
    }

    private void replace(Turn late, long call) {
        if (late.state.compareAndSet(call, Turn.LOST)) {
            late.priority.takeAway();
            lost++;
            LOG.log(
                    System.Logger.Level.WARNING,
                    "the listener of port " + late.ports[late.next - 1] + " has not returned for "
                            + TimeUnit.NANOSECONDS.toMillis(patience) + " ms; another thread tells of all other ports");
            int[] rest = Arrays.copyOfRange(late.ports, late.next, late.count);
            Turn next = new Turn(rest, rest.length);
            next.thread.start();
            turn = next;
        }
    }

    /**
     * Ends the threads. If the reading thread does not end, its descriptors are left open, because they must not be closed
     * during its wait.
     */
    @Override
    public void close() {
        stopping = true;
        stopped.countDown();
        source.wake();
        boolean interrupted = false;
        try {
            watch.join(TimeUnit.SECONDS.toMillis(STOP_SECONDS));
            turn.thread.join(TimeUnit.SECONDS.toMillis(STOP_SECONDS));
        } catch (InterruptedException kept) {
            interrupted = true;
        }
        if (!watch.isAlive() && !turn.thread.isAlive()) {
            source.close();
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
