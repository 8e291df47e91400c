// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.vfb;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.function.Supplier;
import org.xenbay.api.figure.Counter;
import org.xenbay.api.figure.Figures;
import org.xenbay.api.figure.Load;
import org.xenbay.api.ring.EventRingReader;
import org.xenbay.api.ring.EventRingWriter;
import org.xenbay.api.screen.Area;
import org.xenbay.api.xen.EventChannel;
import org.xenbay.api.xen.SharedMemory;

/** The two rings of a connection. Each event is copied out of the page once, and the copy is checked. On the device's executor. */
final class FbEvents {

    private static final int UPDATE = 2;
    private static final int RESIZE = 3;
    private static final int REFRESH_PERIOD = 1;

    /** Most events of one turn: a malicious guest can fill the rings as fast as they are emptied. */
    private static final int MOST = 4 * 51;

    /**
     * A guest that found its ring full waits for a signal before it sends more. It may have read an older consumer index than
     * the present one, so a ring that is nearly full also counts as full.
     */
    private static final int NEARLY_FULL = 26;

    /** Receives the content of events. */
    interface Listener {

        /** A part of the picture has changed. */
        void touched(Area area);

        /** @throws org.xenbay.api.ring.CorruptRingException when the picture is not inside the framebuffer */
        void moved(Geometry geometry);
    }

    /** Counters over all connections of a device. */
    record Counts(Counter updates, Counter ignored) {

        static Counts of(Figures figures) {
            return new Counts(
                    figures.counter("updates", Load.REQUESTS, "changes that the guest reported"),
                    figures.counter(
                            "ignored_events", "events without an area of the picture, or of a type that is not known"));
        }
    }

    private final EventRingReader fromGuest;
    private final EventRingWriter toGuest;
    private final EventChannel channel;
    private final Counts counts;
    private final ByteBuffer event = ByteBuffer.allocate(FbPage.EVENT_SIZE).order(ByteOrder.nativeOrder());

    FbEvents(SharedMemory page, EventChannel channel, Counts counts) {
        this.fromGuest = new EventRingReader(page, FbPage.OUT);
        this.toGuest = new EventRingWriter(page, FbPage.IN);
        this.channel = channel;
        this.counts = counts;
    }

    /**
     * Takes events.
     *
     * @param present returns the present geometry; called for each event
     * @return whether there are more events
     * @throws org.xenbay.api.ring.CorruptRingException when an index or the picture's geometry is invalid
     */
    boolean drain(Supplier<Geometry> present, Listener listener) {
        boolean full = false;
        int taken = 0;
        while (taken < MOST) {
            full |= fromGuest.available() >= NEARLY_FULL;
            if (!fromGuest.take(event.array())) {
                break;
            }
            taken++;
            process(present.get(), listener);
        }
        if (full) {
            channel.signal();
        }
        return taken == MOST;
    }

    private void process(Geometry present, Listener listener) {
        switch (event.get(0)) {
            case UPDATE -> update(present, listener);
            case RESIZE ->
                listener.moved(new Geometry(
                        event.getInt(4), event.getInt(8), event.getInt(12), event.getInt(16), event.getInt(20)));
            default -> counts.ignored().increment();
        }
    }

    private void update(Geometry present, Listener listener) {
        long left = Math.max(0, event.getInt(4));
        long top = Math.max(0, event.getInt(8));
        long right = Math.min(present.width(), (long) event.getInt(4) + event.getInt(12));
        long bottom = Math.min(present.height(), (long) event.getInt(8) + event.getInt(16));
        if (left >= right || top >= bottom) {
            counts.ignored().increment();
            return;
        }
        counts.updates().increment();
        listener.touched(new Area((int) left, (int) top, (int) (right - left), (int) (bottom - top)));
    }

    /**
     * Advises the guest how often the picture is read; skipped while the guest's ring is full.
     *
     * @param millis interval between two readings; 0 without viewers
     */
    void advise(int millis) {
        byte[] advice = ByteBuffer.allocate(FbPage.EVENT_SIZE)
                .order(ByteOrder.nativeOrder())
                .put(0, (byte) REFRESH_PERIOD)
                .putInt(4, millis)
                .array();
        if (toGuest.put(advice, advice.length)) {
            toGuest.publish();
            channel.signal();
        }
    }
}
