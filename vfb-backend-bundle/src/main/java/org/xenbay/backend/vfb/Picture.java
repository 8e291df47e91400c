// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.vfb;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.lang.ref.WeakReference;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.xenbay.api.budget.Allowance;
import org.xenbay.api.screen.Area;
import org.xenbay.api.screen.ScreenChange;
import org.xenbay.api.screen.ScreenView;

/**
 * A copy of a guest's picture, which its views share. The device's executor compares the guest's memory with the copy, tile by
 * tile, and reports the tiles that differ to each view. Views read from the copy on their own threads. The copy exists while
 * there is a view.
 */
final class Picture {

    private final Allowance memory;
    /** Tiles that may have changed. On the device's executor. */
    private TileMap suspects = new TileMap(0, 0);

    private int[] line = new int[0];

    @GuardedBy("this")
    private final Set<View> views = new LinkedHashSet<>();

    @GuardedBy("this")
    private @Nullable Copy copy;

    /** Whether the whole of the guest's memory has been compared; before that, views get no picture. */
    @GuardedBy("this")
    private boolean complete;

    /** Of the last copy; none has 0. */
    @GuardedBy("this")
    private long number;

    /** Pixels as 0x00RRGGBB, row by row. Nobody but the picture keeps one: what was given back is to be free. */
    private record Copy(long number, int width, int height, int[] pixels) {

        private long size() {
            return (long) Integer.BYTES * pixels.length;
        }
    }

    /** @param memory that copies are taken from */
    Picture(Allowance memory) {
        this.memory = memory;
    }

    synchronized boolean hasViews() {
        return !views.isEmpty();
    }

    synchronized int views() {
        return views.size();
    }

    synchronized boolean isThere() {
        return copy != null;
    }

    /** @return the pixels, which the reference does not keep; for tests */
    synchronized WeakReference<int[]> pixels() {
        Copy present = copy;
        return new WeakReference<>(present == null ? null : present.pixels);
    }

    /** @return whether there is a copy of the framebuffer's size */
    synchronized boolean fits(Geometry geometry) {
        Copy present = copy;
        return present != null && present.width == geometry.width() && present.height == geometry.height();
    }

    /**
     * Makes a copy of the framebuffer's size, in place of one of another size; all of it is to be compared. On the device's
     * executor.
     *
     * @return whether there is memory for it
     */
    synchronized boolean fit(Geometry geometry) {
        if (giveBack()) {
            begin(null);
        }
        if (!memory.tryTake(Integer.BYTES * geometry.pixels())) {
            return false;
        }
        copy = new Copy(++number, geometry.width(), geometry.height(), new int[(int) geometry.pixels()]);
        suspects = new TileMap(geometry.width(), geometry.height());
        suspects.markAll();
        line = new int[geometry.width()];
        complete = false;
        return true;
    }

    /** There is no picture any more, or there was none; views are told in both cases, as what the screen waits for is another. */
    synchronized void drop() {
        giveBack();
        begin(null);
    }

    /** @return whether there was a copy */
    @GuardedBy("this")
    private boolean giveBack() {
        Copy gone = copy;
        if (gone == null) {
            return false;
        }
        copy = null;
        complete = false;
        memory.give(gone.size());
        return true;
    }

    @GuardedBy("this")
    private void begin(@Nullable Copy present) {
        for (View view : views) {
            view.begin(present);
        }
    }

    /** On the device's executor. */
    void suspect(Area area) {
        suspects.mark(area);
    }

    /** On the device's executor. */
    void suspectAll() {
        suspects.markAll();
    }

    /**
     * Compares tiles that may have changed with the guest's memory. On the device's executor.
     *
     * @param most pixels to compare; a row of tiles is compared as a whole
     * @return whether there are more
     */
    boolean compare(Framebuffer framebuffer, int most) {
        int rows = Math.max(1, most / (TileMap.HEIGHT * Math.max(1, line.length)));
        for (int done = 0; done < rows; done++) {
            int row = suspects.firstRow();
            if (row < 0) {
                return finish();
            }
            compareRow(framebuffer, row);
            suspects.clearRow(row);
        }
        return !suspects.isEmpty() || finish();
    }

    /** @return false: there is no more to compare */
    private synchronized boolean finish() {
        if (!complete && copy != null) {
            complete = true;
            begin(copy);
        }
        return false;
    }

    private synchronized void compareRow(Framebuffer framebuffer, int row) {
        Copy present = copy;
        if (present == null) {
            return;
        }
        int end = Math.min((row + 1) * TileMap.HEIGHT, present.height);
        for (int from = suspects.nextMarked(row, 0); from < suspects.columns(); ) {
            int to = suspects.nextClear(row, from);
            for (int y = row * TileMap.HEIGHT; y < end; y++) {
                compareLine(framebuffer, present, y, from, to);
            }
            from = suspects.nextMarked(row, to);
        }
        if (complete) {
            views.forEach(View::tell);
        }
    }

    @GuardedBy("this")
    private void compareLine(Framebuffer framebuffer, Copy present, int y, int from, int to) {
        int x = from * TileMap.WIDTH;
        int count = Math.min(to * TileMap.WIDTH, present.width) - x;
        framebuffer.read(x, y, count, line);
        int at = y * present.width + x;
        for (int start = 0; start < count; start += TileMap.WIDTH) {
            int length = Math.min(TileMap.WIDTH, count - start);
            if (!Arrays.equals(line, start, start + length, present.pixels, at + start, at + start + length)) {
                System.arraycopy(line, start, present.pixels, at + start, length);
                int column = (x + start) / TileMap.WIDTH;
                if (complete) {
                    views.forEach(view -> view.changed.mark(column, y / TileMap.HEIGHT));
                }
            }
        }
    }

    /** From any thread. */
    synchronized ScreenView watch(Runnable listener, Runnable left) {
        View view = new View(listener, left);
        views.add(view);
        view.begin(complete ? copy : null);
        return view;
    }

    /** Fields are guarded by the picture. */
    private final class View implements ScreenView {
        private final Runnable listener;
        private final Runnable left;
        private TileMap changed = new TileMap(0, 0);
        /** Whether the view has to report that the picture's size has changed, or that the picture is gone. */
        private boolean anew;
        /** Whether the listener was called since the last take. */
        private boolean told;
        /** Number of the copy that the view knows of; 0: none. */
        private long taken;

        View(Runnable listener, Runnable left) {
            this.listener = listener;
            this.left = left;
        }

        private void begin(@Nullable Copy present) {
            anew = true;
            changed = present == null ? new TileMap(0, 0) : new TileMap(present.width, present.height);
            changed.markAll();
            tell();
        }

        private void tell() {
            if (!told && (anew || !changed.isEmpty())) {
                told = true;
                listener.run();
            }
        }

        @Override
        public ScreenChange take() {
            synchronized (Picture.this) {
                Copy present = complete ? copy : null;
                List<Area> areas = changed.areas();
                changed.clear();
                told = false;
                anew = false;
                taken = present == null ? 0 : present.number;
                return present == null
                        ? ScreenChange.NO_PICTURE
                        : new ScreenChange(present.width, present.height, areas);
            }
        }

        @Override
        public boolean read(Area area, int[] pixels) {
            synchronized (Picture.this) {
                Copy present = copy;
                if (present == null || present.number != taken) {
                    return false;
                }
                if (area.x() + area.width() > present.width || area.y() + area.height() > present.height) {
                    throw new IndexOutOfBoundsException(
                            area + " of a picture of " + present.width + " by " + present.height);
                }
                for (int i = 0; i < area.height(); i++) {
                    int from = (area.y() + i) * present.width + area.x();
                    System.arraycopy(present.pixels, from, pixels, i * area.width(), area.width());
                }
                return true;
            }
        }

        @Override
        public void close() {
            boolean last;
            synchronized (Picture.this) {
                last = views.remove(this);
            }
            if (last) {
                left.run();
            }
        }
    }
}
