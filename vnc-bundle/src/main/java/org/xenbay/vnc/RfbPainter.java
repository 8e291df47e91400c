// SPDX-License-Identifier: Apache-2.0
package org.xenbay.vnc;

import java.io.DataOutputStream;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.xenbay.api.thread.DaemonThreads;

/** Sends the screen to one viewer, when the viewer has asked for it and the screen has changed, on a thread of its own. */
final class RfbPainter {

    private static final System.Logger LOG = System.getLogger(RfbPainter.class.getName());

    private static final int FRAMEBUFFER_UPDATE = 0;
    private static final int RAW = 0;
    private static final int DESKTOP_SIZE = -223;
    private static final int QEMU_KEYS = -258;

    /** Least time between two updates, however often a viewer asks. */
    private static final long MIN_MILLIS_BETWEEN = 20;

    private final DataOutputStream out;
    private final RfbServer.Display desk;
    private final Thread thread = DaemonThreads.of("xenbay-vnc-painter", this::run);

    private PixelFormat format = PixelFormat.SERVER;
    private boolean resizes;
    private boolean offersKeys;
    private boolean toldKeys;
    private boolean asked;
    private boolean whole;
    private boolean ended;
    private @Nullable StatusScreen shown;
    private int width;
    private int height;

    RfbPainter(DataOutputStream out, RfbServer.Display desk) {
        this.out = out;
        this.desk = desk;
    }

    /** The viewer has been told of this screen's size; its first request shows it. */
    synchronized void begin(StatusScreen first) {
        width = first.width();
        height = first.height();
    }

    void start() {
        thread.start();
    }

    synchronized void format(PixelFormat now) {
        format = now;
        shown = null;
    }

    synchronized void encoding(int number) {
        resizes |= number == DESKTOP_SIZE;
        offersKeys |= number == QEMU_KEYS;
    }

    synchronized void request(boolean incremental) {
        asked = true;
        whole |= !incremental;
        notifyAll();
    }

    synchronized void screenChanged() {
        notifyAll();
    }

    synchronized void end() {
        ended = true;
        notifyAll();
    }

    /** @return the width that the viewer knows */
    synchronized int width() {
        return width;
    }

    synchronized int height() {
        return height;
    }

    /** Describes one update. */
    private record Update(StatusScreen screen, PixelFormat format, int width, int height, boolean size, boolean keys) {}

    private void run() {
        try {
            for (Update next = next(); next != null; next = next()) {
                paint(next);
                TimeUnit.MILLISECONDS.sleep(MIN_MILLIS_BETWEEN);
            }
        } catch (IOException gone) {
            LOG.log(Level.DEBUG, "a viewer takes no picture any more: {0}", gone.toString());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized @Nullable Update next() throws InterruptedException {
        StatusScreen now = desk.screen();
        boolean keys = offersKeys && !toldKeys;
        while (!ended && !(asked && (whole || keys || !now.equals(shown)))) {
            wait();
            now = desk.screen();
            keys = offersKeys && !toldKeys;
        }
        if (ended) {
            return null;
        }
        boolean size = resizes && (now.width() != width || now.height() != height);
        if (size) {
            width = now.width();
            height = now.height();
        }
        asked = false;
        whole = false;
        toldKeys = offersKeys;
        shown = now;
        return new Update(now, format, width, height, size, keys);
    }

    private void paint(Update update) throws IOException {
        out.writeByte(FRAMEBUFFER_UPDATE);
        out.writeByte(0);
        out.writeShort(1 + (update.size ? 1 : 0) + (update.keys ? 1 : 0));
        if (update.size) {
            rectangle(update.width, update.height, DESKTOP_SIZE);
        }
        if (update.keys) {
            rectangle(0, 0, QEMU_KEYS);
        }
        rectangle(update.width, update.height, RAW);
        byte[] row = new byte[update.width * update.format.bytes()];
        for (int y = 0; y < update.height; y++) {
            for (int x = 0; x < update.width; x++) {
                update.format.put(row, x, update.screen.isLit(x, y));
            }
            out.write(row);
        }
        out.flush();
    }

    private void rectangle(int wide, int high, int encoding) throws IOException {
        out.writeShort(0);
        out.writeShort(0);
        out.writeShort(wide);
        out.writeShort(high);
        out.writeInt(encoding);
    }
}
