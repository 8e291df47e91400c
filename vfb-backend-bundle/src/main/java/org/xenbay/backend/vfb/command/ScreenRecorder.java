// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.vfb.command;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.xenbay.api.command.CommandFailure;
import org.xenbay.api.screen.Area;
import org.xenbay.api.screen.GuestScreen;
import org.xenbay.api.screen.ScreenChange;
import org.xenbay.api.screen.ScreenView;

/** Views a screen for a while, and makes a frame of each change, at most ten times a second. On one thread. */
final class ScreenRecorder {

    private static final long BETWEEN = TimeUnit.MILLISECONDS.toNanos(100);
    private static final long MAX_BYTES = 256L << 20;

    private final GuestScreen screen;
    private final AnimatedPng file;
    private final Semaphore changes = new Semaphore(0);
    private int width;
    private int height;

    ScreenRecorder(GuestScreen screen, AnimatedPng file) {
        this.screen = screen;
        this.file = file;
    }

    /**
     * Records, and completes the file.
     *
     * @param limit longest duration
     * @return the amount that was recorded, in words
     * @throws InterruptedException when the operator ends it; the file is complete in this case too
     */
    String record(Duration limit) throws IOException, InterruptedException {
        long begin = System.nanoTime();
        long end = begin + limit.toNanos();
        String why = "";
        try (ScreenView view = screen.watch(changes::release)) {
            while (why.isEmpty() && System.nanoTime() - end < 0) {
                why = frame(view, millis());
                if (why.isEmpty()) {
                    awaitChange(end);
                }
            }
        } finally {
            file.end(millis());
        }
        if (width == 0) {
            throw new CommandFailure(ScreenshotCommand.noPicture(screen));
        }
        int frames = file.frames();
        return width + " by " + height + " pixels, " + frames + (frames == 1 ? " frame in " : " frames in ")
                + TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begin) + " s" + why;
    }

    private static long millis() {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
    }

    /** Waits for a change, at most until the end, and at least for the time between two frames. */
    private void awaitChange(long end) throws InterruptedException {
        long left = end - System.nanoTime();
        TimeUnit.NANOSECONDS.sleep(Math.min(BETWEEN, left));
        changes.tryAcquire(end - System.nanoTime(), TimeUnit.NANOSECONDS);
        changes.drainPermits();
    }

    /** @return why the recording ends early; empty while it continues */
    private String frame(ScreenView view, long millis) throws IOException {
        ScreenChange now = view.take();
        if (!now.hasPicture() || now.areas().isEmpty()) {
            return "";
        }
        if (width > 0 && (now.width() != width || now.height() != height)) {
            return "; it ends there, because the picture has another size";
        }
        Area area = width == 0 ? new Area(0, 0, now.width(), now.height()) : around(now.areas());
        PixelPacker pixels = new PixelPacker(area, view::read);
        if (pixels.begin()) {
            width = now.width();
            height = now.height();
            file.add(area, pixels, millis);
        }
        return file.size() < MAX_BYTES ? "" : "; it ends there, because the file has 256 MB";
    }

    private static Area around(List<Area> areas) {
        int left = areas.stream().mapToInt(Area::x).min().orElseThrow();
        int top = areas.stream().mapToInt(Area::y).min().orElseThrow();
        int right =
                areas.stream().mapToInt(each -> each.x() + each.width()).max().orElseThrow();
        int bottom =
                areas.stream().mapToInt(each -> each.y() + each.height()).max().orElseThrow();
        return new Area(left, top, right - left, bottom - top);
    }
}
