// SPDX-License-Identifier: Apache-2.0
package org.xenbay.frontend;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.function.IntBinaryOperator;
import org.jspecify.annotations.Nullable;
import org.xenbay.api.ring.EventRingLayout;
import org.xenbay.api.ring.EventRingReader;
import org.xenbay.api.ring.EventRingWriter;
import org.xenbay.api.xen.SharedMemory;

/**
 * The guest's side of a framebuffer: its pixels, of 32 bits, and its reports of changes to the backend. A change for which the
 * ring has no room is reported at the backend's next event, together with others, as Linux does. From any thread.
 */
public final class FbScreen {

    private static final int EVENT_SIZE = 40;
    private static final EventRingLayout IN = new EventRingLayout(1024, EVENT_SIZE, 25, 0, 4);
    private static final EventRingLayout OUT = new EventRingLayout(2048, EVENT_SIZE, 51, 8, 12);
    private static final int UPDATE = 2;
    private static final int RESIZE = 3;

    @GuardedBy("this")
    private @Nullable Memory memory;

    @GuardedBy("this")
    private @Nullable EventRingReader in;

    @GuardedBy("this")
    private @Nullable EventRingWriter out;

    @GuardedBy("this")
    private Runnable signal = () -> {};

    @GuardedBy("this")
    private Runnable listener = () -> {};

    @GuardedBy("this")
    private boolean tells;

    /** The change for which the ring had no room: left, top, right, bottom. */
    @GuardedBy("this")
    private int @Nullable [] pending;

    @GuardedBy("this")
    private int period = -1;

    private final byte[] slot = new byte[EVENT_SIZE];

    /** The shared page, the picture's bytes, and its size. */
    record Memory(SharedMemory page, SharedMemory pixels, int width, int height) {}

    FbScreen() {}

    synchronized void open(Memory now, Runnable toBackend) {
        memory = now;
        signal = toBackend;
        pending = null;
        period = -1;
        tells = false;
        now.page.putInt(16, now.width);
        now.page.putInt(20, now.height);
        now.page.putInt(24, now.width * Integer.BYTES);
        now.page.putInt(28, now.pixels.size());
        now.page.putByte(32, 32);
        in = new EventRingReader(now.page, IN);
        out = new EventRingWriter(now.page, OUT);
    }

    synchronized void connected(boolean tellsOfChanges) {
        tells = tellsOfChanges;
    }

    synchronized void close() {
        memory = null;
        in = null;
        out = null;
        tells = false;
    }

    private synchronized Memory opened() {
        Memory now = memory;
        if (now == null) {
            throw new IllegalStateException("no framebuffer is published");
        }
        return now;
    }

    /** @return the picture's initial width, in pixels */
    public synchronized int width() {
        return opened().width;
    }

    /** @return the picture's initial height, in pixels */
    public synchronized int height() {
        return opened().height;
    }

    /** @return the shared page, into which a test can write invalid values */
    public synchronized SharedMemory page() {
        return opened().page;
    }

    /**
     * Paints a pixel, and does not report it.
     *
     * @param rgb 0x00RRGGBB
     */
    public synchronized void set(int x, int y, int rgb) {
        Memory now = opened();
        now.pixels.putInt((y * now.width + x) * Integer.BYTES, rgb);
    }

    /** @return a pixel, 0x00RRGGBB */
    public synchronized int get(int x, int y) {
        Memory now = opened();
        return now.pixels.getInt((y * now.width + x) * Integer.BYTES);
    }

    /**
     * Fills a rectangle, and reports it to the backend.
     *
     * @param rgb 0x00RRGGBB
     */
    public synchronized void fill(int x, int y, int width, int height, int rgb) {
        for (int row = y; row < y + height; row++) {
            for (int column = x; column < x + width; column++) {
                set(column, row, rgb);
            }
        }
        changed(x, y, width, height);
    }

    /**
     * Paints a rectangle, and reports it to the backend.
     *
     * @param rgb returns the pixel 0x00RRGGBB at x and y; called under this object's lock
     * @return whether there is a framebuffer that contains the rectangle; otherwise nothing is painted
     */
    public synchronized boolean paint(int x, int y, int width, int height, IntBinaryOperator rgb) {
        Memory now = memory;
        if (now == null || x < 0 || y < 0 || x + width > now.width || y + height > now.height) {
            return false;
        }
        for (int row = y; row < y + height; row++) {
            for (int column = x; column < x + width; column++) {
                now.pixels.putInt((row * now.width + column) * Integer.BYTES, rgb.applyAsInt(column, row));
            }
        }
        changed(x, y, width, height);
        return true;
    }

    /**
     * @param told called at each event of the backend, on the thread that sends it; must not block. It replaces the earlier
     *     listener
     */
    public synchronized void onEvent(Runnable told) {
        listener = told;
    }

    /** Reports a changed rectangle to the backend, even an invalid one. */
    public synchronized void changed(int x, int y, int width, int height) {
        if (tells && !put(UPDATE, x, y, width, height)) {
            int[] before = pending == null ? new int[] {x, y, x, y} : pending;
            pending = new int[] {
                Math.min(before[0], x),
                Math.min(before[1], y),
                Math.max(before[2], x + width),
                Math.max(before[3], y + height)
            };
        }
    }

    /** Reports to the backend that the picture is another part of the same memory. */
    public synchronized boolean resize(int width, int height, int stride, int depth, int offset) {
        return put(RESIZE, width, height, stride, depth, offset);
    }

    private synchronized boolean put(int type, int... numbers) {
        EventRingWriter ring = out;
        if (ring == null) {
            return false;
        }
        ByteBuffer event = ByteBuffer.allocate(EVENT_SIZE).order(ByteOrder.nativeOrder());
        event.put(0, (byte) type);
        for (int i = 0; i < numbers.length; i++) {
            event.putInt(4 + 4 * i, numbers[i]);
        }
        if (!ring.put(event.array(), EVENT_SIZE)) {
            return false;
        }
        ring.publish();
        signal.run();
        return true;
    }

    /** The backend's event. */
    synchronized void event() {
        EventRingReader ring = in;
        if (ring == null) {
            return;
        }
        while (ring.take(slot)) {
            period = ByteBuffer.wrap(slot).order(ByteOrder.nativeOrder()).getInt(4);
        }
        int[] late = pending;
        if (late != null && put(UPDATE, late[0], late[1], late[2] - late[0], late[3] - late[1])) {
            pending = null;
        }
        notifyAll();
        listener.run();
    }

    /** Signals the backend without a reason. */
    public void signal() {
        Runnable tell;
        synchronized (this) {
            tell = signal;
        }
        tell.run();
    }

    /** @return the backend's advised refresh interval, in milliseconds; 0 without viewers, -1 if it has not advised one */
    public synchronized int period() {
        return period;
    }
}
