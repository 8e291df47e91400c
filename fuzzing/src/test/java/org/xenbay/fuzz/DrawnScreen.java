// SPDX-License-Identifier: Apache-2.0
package org.xenbay.fuzz;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.xenbay.api.device.DeviceId;
import org.xenbay.api.screen.Area;
import org.xenbay.api.screen.GuestScreen;
import org.xenbay.api.screen.ScreenChange;
import org.xenbay.api.screen.ScreenView;
import org.xenbay.api.screen.VncRequest;

/** A guest's screen of which each state is another picture, some of another size, and some none. */
final class DrawnScreen implements GuestScreen {

    private final Set<Runnable> watchers = ConcurrentHashMap.newKeySet();
    private final AtomicInteger state = new AtomicInteger();

    /** Shows the next picture. */
    void draw(int next) {
        state.set(next);
        watchers.forEach(Runnable::run);
    }

    @Override
    public DeviceId device() {
        return DeviceId.parse("7/vfb/0");
    }

    @Override
    public String domainName() {
        return "fuzzed";
    }

    @Override
    public VncRequest vnc() {
        return VncRequest.NONE;
    }

    @Override
    public String waitsFor() {
        return "the state " + state;
    }

    @Override
    public ScreenView watch(Runnable changed) {
        watchers.add(changed);
        return new ScreenView() {
            private int taken = -1;

            private int width() {
                return taken % 5 == 4 ? 0 : 150 + taken % 3;
            }

            @Override
            public ScreenChange take() {
                int now = state.get();
                boolean same = taken == now;
                taken = now;
                if (width() == 0) {
                    return ScreenChange.NO_PICTURE;
                }
                return new ScreenChange(width(), 99, same ? List.of() : List.of(new Area(0, 0, width(), 99)));
            }

            @Override
            public boolean read(Area area, int[] pixels) {
                if (taken != state.get()) {
                    return false;
                }
                for (int i = 0; i < area.width() * area.height(); i++) {
                    int line = area.y() + i / area.width() + 3 * taken;
                    pixels[i] = taken % 7 == 1 ? i * 0x9E3779B1 >>> 8 : line * line << taken % 16 & 0xFFFFFF;
                }
                return true;
            }

            @Override
            public void close() {
                watchers.remove(changed);
            }
        };
    }
}
