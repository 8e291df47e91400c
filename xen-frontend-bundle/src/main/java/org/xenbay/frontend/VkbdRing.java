// SPDX-License-Identifier: Apache-2.0
package org.xenbay.frontend;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.xenbay.api.ring.EventRingLayout;
import org.xenbay.api.ring.EventRingReader;
import org.xenbay.api.xen.SharedMemory;

/**
 * The guest's side of a keyboard's page. Takes events as soon as the backend sends them, and signals the backend each time, as
 * Linux does. While paused, it leaves them in the ring. Methods may be called from any thread.
 */
public final class VkbdRing {

    private static final int EVENT_SIZE = 40;
    private static final EventRingLayout IN = new EventRingLayout(1024, EVENT_SIZE, 51, 0, 4);

    @GuardedBy("this")
    private final List<VkbdEvent> events = new ArrayList<>();

    @GuardedBy("this")
    private final Set<Integer> down = new TreeSet<>();

    private final byte[] slot = new byte[EVENT_SIZE];

    @GuardedBy("this")
    private @Nullable SharedMemory page;

    @GuardedBy("this")
    private @Nullable EventRingReader in;

    @GuardedBy("this")
    private Runnable signal = () -> {};

    @GuardedBy("this")
    private Consumer<VkbdEvent> listener = event -> {};

    @GuardedBy("this")
    private boolean paused;

    @GuardedBy("this")
    private int signals;

    VkbdRing() {}

    synchronized void open(SharedMemory memory, Runnable toBackend) {
        page = memory;
        in = new EventRingReader(memory, IN);
        signal = toBackend;
        down.clear();
    }

    /** Stops using the page. */
    synchronized void close() {
        in = null;
        page = null;
        down.clear();
    }

    /** The backend has signalled: takes the events in the ring. */
    void event() {
        Runnable tell = take();
        if (tell != null) {
            tell.run();
        }
    }

    private synchronized @Nullable Runnable take() {
        signals++;
        if (in == null || paused) {
            return null;
        }
        while (in.take(slot)) {
            VkbdEvent event = decode(ByteBuffer.wrap(slot).order(ByteOrder.nativeOrder()));
            if (event.kind() == VkbdEvent.Kind.KEY) {
                if (event.b() == 1) {
                    down.add(event.a());
                } else {
                    down.remove(event.a());
                }
            }
            events.add(event);
            listener.accept(event);
        }
        notifyAll();
        return signal;
    }

    private static VkbdEvent decode(ByteBuffer bytes) {
        return switch (bytes.get(0)) {
            case 1 -> new VkbdEvent(VkbdEvent.Kind.MOTION, bytes.getInt(4), bytes.getInt(8), bytes.getInt(12));
            case 3 -> new VkbdEvent(VkbdEvent.Kind.KEY, bytes.getInt(4), bytes.get(1), 0);
            case 4 -> new VkbdEvent(VkbdEvent.Kind.POSITION, bytes.getInt(4), bytes.getInt(8), bytes.getInt(12));
            case 5 -> touch(bytes);
            default -> new VkbdEvent(VkbdEvent.Kind.UNKNOWN, bytes.get(0), 0, 0);
        };
    }

    private static VkbdEvent touch(ByteBuffer bytes) {
        int contact = bytes.get(2);
        return switch (bytes.get(1)) {
            case 0 -> new VkbdEvent(VkbdEvent.Kind.TOUCH_DOWN, contact, bytes.getInt(8), bytes.getInt(12));
            case 1 -> new VkbdEvent(VkbdEvent.Kind.TOUCH_UP, contact, 0, 0);
            case 2 -> new VkbdEvent(VkbdEvent.Kind.TOUCH_MOTION, contact, bytes.getInt(8), bytes.getInt(12));
            case 3 -> new VkbdEvent(VkbdEvent.Kind.TOUCH_SYNC, 0, 0, 0);
            case 4 -> new VkbdEvent(VkbdEvent.Kind.TOUCH_SHAPE, contact, bytes.getInt(8), bytes.getInt(12));
            case 5 -> new VkbdEvent(VkbdEvent.Kind.TOUCH_ORIENTATION, contact, bytes.getShort(8), 0);
            default -> new VkbdEvent(VkbdEvent.Kind.UNKNOWN, bytes.get(1), 0, 0);
        };
    }

    /** Pauses: leaves events in the ring from now on. */
    public synchronized void pause() {
        paused = true;
    }

    /** Ends the pause: takes the events in the ring, and later ones as they come. */
    public void goOn() {
        synchronized (this) {
            paused = false;
        }
        event();
    }

    /** @param told called with each event, on the thread that sends it; must not block. It replaces the earlier listener */
    public synchronized void onEvent(Consumer<VkbdEvent> told) {
        listener = told;
    }

    /** Starts again at the consumer index, after a test has set both indices. */
    public synchronized void restart() {
        in = new EventRingReader(page(), IN);
    }

    /** @return the events since the last call */
    public synchronized List<VkbdEvent> events() {
        List<VkbdEvent> taken = List.copyOf(events);
        events.clear();
        return taken;
    }

    /** @return codes of the keys and buttons that are down */
    public synchronized Set<Integer> down() {
        return Set.copyOf(down);
    }

    /** @return how many times the backend signalled */
    public synchronized int signals() {
        return signals;
    }

    /**
     * Waits until the events since the last call of {@link #events} satisfy a condition.
     *
     * @param condition evaluated after each event of the backend
     * @param timeout how long to wait
     * @return whether it was satisfied in time
     * @throws InterruptedException when interrupted
     */
    public synchronized boolean await(Predicate<List<VkbdEvent>> condition, Duration timeout)
            throws InterruptedException {
        long end = System.nanoTime() + timeout.toNanos();
        while (!condition.test(events)) {
            long left = end - System.nanoTime();
            if (left <= 0) {
                return false;
            }
            TimeUnit.NANOSECONDS.timedWait(this, left);
        }
        return true;
    }

    /**
     * @return the page, into which a test can write invalid values
     * @throws IllegalStateException when nothing is published
     */
    public synchronized SharedMemory page() {
        if (page == null) {
            throw new IllegalStateException("no page is published");
        }
        return page;
    }

    /** Signals the backend without a reason. */
    public void signal() {
        Runnable tell;
        synchronized (this) {
            tell = signal;
        }
        tell.run();
    }
}
