// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.vfb.command;

import java.util.List;
import org.xenbay.api.device.DeviceId;
import org.xenbay.api.screen.Area;
import org.xenbay.api.screen.GuestScreen;
import org.xenbay.api.screen.ScreenChange;
import org.xenbay.api.screen.ScreenView;
import org.xenbay.api.screen.VncRequest;

/** A screen of noise, which no program packs smaller; it is computed, so that it needs no memory. */
final class NoiseScreen implements GuestScreen {

    private final int width;
    private final int height;
    private int reads = Integer.MAX_VALUE;

    NoiseScreen(int width, int height) {
        this.width = width;
        this.height = height;
    }

    /** The picture has another size after so many readings. */
    void goesAfter(int some) {
        reads = some;
    }

    static int pixel(int x, int y) {
        int mixed = (x * 0x9E37_79B9 ^ y) * 0x85EB_CA6B;
        mixed = (mixed ^ mixed >>> 13) * 0xC2B2_AE35;
        return (mixed ^ mixed >>> 16) & 0xFF_FFFF;
    }

    boolean read(Area area, int[] pixels) {
        if (reads-- <= 0) {
            return false;
        }
        for (int i = 0; i < area.height(); i++) {
            for (int j = 0; j < area.width(); j++) {
                pixels[i * area.width() + j] = pixel(area.x() + j, area.y() + i);
            }
        }
        return true;
    }

    @Override
    public DeviceId device() {
        return new DeviceId(1, "vfb", 0);
    }

    @Override
    public String domainName() {
        return "noise";
    }

    @Override
    public VncRequest vnc() {
        return VncRequest.NONE;
    }

    @Override
    public String waitsFor() {
        return "";
    }

    @Override
    public ScreenView watch(Runnable changed) {
        return new ScreenView() {
            @Override
            public ScreenChange take() {
                return new ScreenChange(width, height, List.of(new Area(0, 0, width, height)));
            }

            @Override
            public boolean read(Area area, int[] pixels) {
                return NoiseScreen.this.read(area, pixels);
            }

            @Override
            public void close() {}
        };
    }
}
