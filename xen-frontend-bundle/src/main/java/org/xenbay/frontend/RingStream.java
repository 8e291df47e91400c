// SPDX-License-Identifier: Apache-2.0
package org.xenbay.frontend;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** A console whose ring is attached and detached. */
final class RingStream implements ConsoleStream {

    /** How many times a full ring is polled, each time with a yield, before the writer sleeps; Linux never sleeps here. */
    private static final int YIELDS = 50;

    private static final long LOOK_AGAIN_NANOS = 5_000_000;

    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    /** Where blocked writers wait; also guards {@link #events}. */
    private final Object room = new Object();

    @GuardedBy("room")
    private long events;

    private volatile @Nullable ConsoleRing ring;
    private final AtomicLong corruptionsBefore = new AtomicLong();

    /** Attaches another ring. */
    void open(ConsoleRing next) {
        ring = next;
        event();
    }

    /** Detaches the ring, and stops using it. */
    void close() {
        ConsoleRing last = ring;
        if (last != null) {
            last.close();
            corruptionsBefore.addAndGet(last.corruptions());
            ring = null;
            event();
        }
    }

    /** The backend has signalled. */
    void event() {
        synchronized (room) {
            events++;
            room.notifyAll();
        }
        listeners.forEach(Runnable::run);
    }

    @Override
    public boolean isOpen() {
        return ring != null;
    }

    @Override
    public int write(byte[] source, int offset, int length) {
        ConsoleRing now = ring;
        return now == null ? 0 : now.write(source, offset, length);
    }

    @Override
    public boolean writeFully(byte[] source, Duration timeout) throws InterruptedException {
        long end = System.nanoTime() + timeout.toNanos();
        int done = 0;
        int yields = 0;
        while (true) {
            long seen = eventsSeen();
            int count = write(source, done, source.length - done);
            done += count;
            if (done == source.length) {
                return true;
            }
            if (System.nanoTime() >= end) {
                return false;
            }
            if (count > 0) {
                yields = 0;
            } else if (yields++ < YIELDS) {
                Thread.yield();
            } else {
                awaitEvent(seen, end);
            }
        }
    }

    @Override
    public int read(byte[] target, int offset, int length) {
        ConsoleRing now = ring;
        return now == null ? 0 : now.read(target, offset, length);
    }

    @Override
    public Runnable onEvent(Runnable listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    @Override
    public long corruptions() {
        ConsoleRing now = ring;
        return corruptionsBefore.get() + (now == null ? 0 : now.corruptions());
    }

    private long eventsSeen() {
        synchronized (room) {
            return events;
        }
    }

    /** Waits for a later event than the one seen, or a short time: Linux polls, with or without an event. */
    private void awaitEvent(long seen, long end) throws InterruptedException {
        synchronized (room) {
            if (events == seen) {
                TimeUnit.NANOSECONDS.timedWait(room, Math.min(end - System.nanoTime(), LOOK_AGAIN_NANOS));
            }
        }
    }
}
