// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.vfb.command;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.xenbay.api.command.CommandFailure;
import org.xenbay.api.device.DeviceId;
import org.xenbay.api.screen.GuestScreen;

/** The screens that a command can be asked for. From any thread. */
final class KnownScreens {

    private final List<GuestScreen> screens = new CopyOnWriteArrayList<>();

    void add(GuestScreen screen) {
        screens.add(screen);
    }

    void remove(GuestScreen screen) {
        screens.remove(screen);
    }

    GuestScreen of(DeviceId device) {
        return screens.stream()
                .filter(each -> each.device().equals(device))
                .findFirst()
                .orElseThrow(() -> new CommandFailure("there is no screen " + device));
    }

    List<DeviceId> devices() {
        return screens.stream().map(GuestScreen::device).toList();
    }

    List<String> names() {
        return devices().stream().map(DeviceId::toString).toList();
    }
}
