// SPDX-License-Identifier: Apache-2.0
package org.xenbay.vnc;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.xenbay.api.device.DeviceId;
import org.xenbay.api.screen.Area;
import org.xenbay.api.screen.GuestScreen;
import org.xenbay.api.screen.ScreenChange;
import org.xenbay.api.screen.ScreenView;
import org.xenbay.api.screen.VncRequest;

/** A guest's screen as a backend has it. */
final class FakeScreen implements GuestScreen {

    final DeviceId device;
    private final VncRequest request;
    private final Set<View> views = ConcurrentHashMap.newKeySet();
    private int width;
    private int height;
    private int[] pixels = new int[0];
    private String waitsFor = "its driver";
    private String domainName = "desk";

    FakeScreen(DeviceId device, VncRequest request) {
        this.device = device;
        this.request = request;
    }

    private final class View implements ScreenView {
        private final Runnable changed;
        private List<Area> areas = new ArrayList<>();
        private boolean whole = true;
        private int toldWidth;
        private int toldHeight;

        View(Runnable changed) {
            this.changed = changed;
        }

        @Override
        public ScreenChange take() {
            synchronized (FakeScreen.this) {
                List<Area> taken = areas;
                boolean all = whole || width != toldWidth || height != toldHeight;
                areas = new ArrayList<>();
                whole = false;
                toldWidth = width;
                toldHeight = height;
                return width == 0
                        ? ScreenChange.NO_PICTURE
                        : new ScreenChange(width, height, all ? List.of(new Area(0, 0, width, height)) : taken);
            }
        }

        @Override
        public boolean read(Area area, int[] target) {
            synchronized (FakeScreen.this) {
                if (width == 0 || width != toldWidth || height != toldHeight) {
                    return false;
                }
                for (int y = 0; y < area.height(); y++) {
                    System.arraycopy(pixels, (area.y() + y) * width + area.x(), target, y * area.width(), area.width());
                }
                return true;
            }
        }

        @Override
        public void close() {
            views.remove(this);
        }
    }

    @Override
    public DeviceId device() {
        return device;
    }

    FakeScreen of(String domain) {
        domainName = domain;
        return this;
    }

    @Override
    public String domainName() {
        return domainName;
    }

    @Override
    public VncRequest vnc() {
        return request;
    }

    @Override
    public synchronized String waitsFor() {
        return width > 0 ? "" : waitsFor;
    }

    @Override
    public ScreenView watch(Runnable changed) {
        View view = new View(changed);
        views.add(view);
        return view;
    }

    int views() {
        return views.size();
    }

    synchronized int[] pixels() {
        return pixels.clone();
    }

    void resize(int wide, int high) {
        synchronized (this) {
            width = wide;
            height = high;
            pixels = new int[wide * high];
        }
        views.forEach(view -> view.changed.run());
    }

    void waitFor(String what) {
        synchronized (this) {
            waitsFor = what;
            width = 0;
            height = 0;
        }
        views.forEach(view -> view.changed.run());
    }

    /** Copies pixels in, and tells of it. */
    void draw(Area area, int[] source) {
        synchronized (this) {
            for (int y = 0; y < area.height(); y++) {
                System.arraycopy(source, y * area.width(), pixels, (area.y() + y) * width + area.x(), area.width());
            }
        }
        touch(area);
    }

    void fill(Area area, int colour) {
        int[] source = new int[area.width() * area.height()];
        Arrays.fill(source, colour);
        draw(area, source);
    }

    /** Tells of a change that there may not have been. */
    void touch(Area area) {
        synchronized (this) {
            views.forEach(view -> view.areas.add(area));
        }
        views.forEach(view -> view.changed.run());
    }

    /** Moves all rows up; the last ones get other pixels. */
    void scrollUp(int rows, Random random) {
        synchronized (this) {
            System.arraycopy(pixels, rows * width, pixels, 0, (height - rows) * width);
            for (int i = (height - rows) * width; i < pixels.length; i++) {
                pixels[i] = random.nextInt(1 << 24);
            }
        }
        touch(new Area(0, 0, width, height));
    }

    /** Draws areas of one colour, lines, text of two colours, gradients and noise. */
    void drawAnything(Random random) {
        int wide = 1 + random.nextInt(width);
        int high = 1 + random.nextInt(height);
        Area area = new Area(random.nextInt(width - wide + 1), random.nextInt(height - high + 1), wide, high);
        int[] source = new int[wide * high];
        int kind = random.nextInt(6);
        int[] colours = random.ints(1 + random.nextInt(200), 0, 1 << 24).toArray();
        for (int i = 0; i < source.length; i++) {
            source[i] = switch (kind) {
                case 0 -> colours[0];
                case 1 -> colours[random.nextInt(Math.min(2, colours.length))];
                case 2 -> colours[random.nextInt(colours.length)];
                case 3 -> (i % wide & 255) << 16 | (i / wide & 255) << 8;
                case 4 -> colours[i / 37 % colours.length];
                default -> random.nextInt(1 << 24);
            };
        }
        draw(area, source);
    }
}
