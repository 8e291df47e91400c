// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.vfb.command;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.xenbay.api.command.DeviceRecorder;
import org.xenbay.api.command.NewFileOutput;
import org.xenbay.api.device.DeviceId;
import org.xenbay.api.screen.GuestScreen;

/** Records a guest's screen as an animated picture. */
@Component(service = DeviceRecorder.class)
public final class ScreenRecordings implements DeviceRecorder {

    private final KnownScreens screens;

    /** @param screens all that there are */
    @Activate
    public ScreenRecordings(@Reference KnownScreens screens) {
        this.screens = screens;
    }

    @Override
    public String description() {
        return "a screen as an animated PNG";
    }

    @Override
    public List<DeviceId> devices() {
        return screens.devices();
    }

    @Override
    public String record(DeviceId device, NewFileOutput file, Duration limit) throws IOException, InterruptedException {
        GuestScreen screen = screens.of(device);
        try (KnownScreens.Place place = screens.begin()) {
            return new ScreenRecorder(screen, new AnimatedPng(file)).record(limit);
        }
    }
}
