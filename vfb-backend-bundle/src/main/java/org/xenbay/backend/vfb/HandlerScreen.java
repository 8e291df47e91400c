// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.vfb;

import org.xenbay.api.device.DeviceContext;
import org.xenbay.api.device.DeviceId;
import org.xenbay.api.screen.GuestScreen;
import org.xenbay.api.screen.ScreenView;
import org.xenbay.api.screen.VncRequest;

/** The screen of one device, for bundles that show it. From any thread. */
final class HandlerScreen implements GuestScreen {

    private final DeviceContext device;
    private final Picture picture;
    private final VncRequest request;
    private final DeviceContext.Task viewsChanged;

    private volatile String waitsFor = "the guest's driver";

    /** @param viewsChanged called on the device's executor when a view is opened or closed */
    HandlerScreen(DeviceContext device, Picture picture, VncRequest request, DeviceContext.Task viewsChanged) {
        this.device = device;
        this.picture = picture;
        this.request = request;
        this.viewsChanged = viewsChanged;
    }

    void waitsFor(String what) {
        waitsFor = what;
    }

    @Override
    public DeviceId device() {
        return device.id();
    }

    @Override
    public String domainName() {
        return device.domainName();
    }

    @Override
    public VncRequest vnc() {
        return request;
    }

    @Override
    public String waitsFor() {
        return waitsFor;
    }

    @Override
    public ScreenView watch(Runnable changed) {
        ScreenView view = picture.watch(changed, this::wake);
        wake();
        return view;
    }

    private void wake() {
        device.execute(viewsChanged);
    }
}
