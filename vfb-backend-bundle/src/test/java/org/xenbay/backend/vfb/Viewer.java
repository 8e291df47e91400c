// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.vfb;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.function.Predicate;
import org.xenbay.api.screen.Area;
import org.xenbay.api.screen.GuestScreen;
import org.xenbay.api.screen.ScreenChange;
import org.xenbay.api.screen.ScreenView;

/** A viewer of a screen: has a picture of its own, made from the changes that the view reports. */
final class Viewer implements AutoCloseable {

    private final ScreenView view;

    @GuardedBy("this")
    private boolean told;

    private int width;
    private int height;
    private int[] pixels = new int[0];
    private long received;

    Viewer(GuestScreen screen) {
        this.view = screen.watch(this::tell);
    }

    private synchronized void tell() {
        told = true;
        notifyAll();
    }

    /** Looks until what it sees is right. */
    void await(Predicate<Viewer> right) throws InterruptedException {
        while (!right.test(this)) {
            synchronized (this) {
                while (!told) {
                    wait();
                }
                told = false;
            }
            look();
        }
    }

    private void look() {
        ScreenChange change = view.take();
        if (change.width() != width || change.height() != height) {
            width = change.width();
            height = change.height();
            pixels = new int[width * height];
        }
        for (Area area : change.areas()) {
            int[] part = new int[(int) area.pixels()];
            if (!view.read(area, part)) {
                return;
            }
            received += area.pixels();
            for (int row = 0; row < area.height(); row++) {
                System.arraycopy(part, row * area.width(), pixels, (area.y() + row) * width + area.x(), area.width());
            }
        }
    }

    int width() {
        return width;
    }

    int height() {
        return height;
    }

    /** @return 0x00RRGGBB; -1 outside of the picture */
    int get(int x, int y) {
        return x < width && y < height ? pixels[y * width + x] : -1;
    }

    /** @return pixels that it has read so far */
    long received() {
        return received;
    }

    @Override
    public void close() {
        view.close();
    }
}
