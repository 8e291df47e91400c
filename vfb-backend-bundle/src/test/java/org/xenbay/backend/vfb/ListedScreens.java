// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.vfb;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.xenbay.api.device.DeviceId;
import org.xenbay.api.screen.GuestScreen;

/** The screens that are registered. */
final class ListedScreens implements ScreenServices {

    private final List<GuestScreen> screens = new CopyOnWriteArrayList<>();

    @Override
    public void add(GuestScreen screen) {
        screens.add(screen);
    }

    @Override
    public void remove(GuestScreen screen) {
        screens.remove(screen);
    }

    List<GuestScreen> of(DeviceId device) {
        return screens.stream().filter(screen -> screen.device().equals(device)).toList();
    }
}
