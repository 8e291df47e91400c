// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.vfb;

import java.util.Map;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.xenbay.api.device.DeviceContext;
import org.xenbay.api.device.DeviceHandler;
import org.xenbay.api.device.DeviceId;
import org.xenbay.api.device.DeviceTemplate;
import org.xenbay.api.device.XenDevOps;
import org.xenbay.api.device.XenDeviceType;
import org.xenbay.api.settings.Configured;
import org.xenbay.api.settings.ModifiedOnDelete;
import org.xenbay.api.settings.Settings;

/** Serves the type {@code vfb}. */
@Component(
        service = {XenDevOps.class, Configured.class},
        configurationPid = "org.xenbay.vfb")
@ModifiedOnDelete
@XenDeviceType("vfb")
public final class VfbBackend implements XenDevOps, Configured {

    private final Settings settings = VfbSettings.settings();
    private final ScreenServices services;
    private final Runnable end;
    private volatile VfbSettings inForce;

    /**
     * @param context where screens are registered
     * @param properties the configuration
     */
    @Activate
    public VfbBackend(BundleContext context, Map<String, Object> properties) {
        RegisteredScreens registered = new RegisteredScreens(context);
        this.services = registered;
        this.end = registered::close;
        this.inForce = VfbSettings.of(settings.update(properties).values());
    }

    VfbBackend(ScreenServices services, Map<String, Object> properties) {
        this.services = services;
        this.end = () -> {};
        this.inForce = VfbSettings.of(settings.update(properties).values());
    }

    /**
     * The configuration has changed; it takes effect when a guest connects the next time.
     *
     * @param properties the configuration
     */
    @Modified
    public void modified(Map<String, Object> properties) {
        inForce = VfbSettings.of(settings.update(properties).values());
    }

    @Override
    public Settings settings() {
        return settings;
    }

    @Override
    public DeviceHandler open(DeviceContext device) {
        return new VfbHandler(device, () -> inForce, services);
    }

    @Override
    public DeviceTemplate template(DeviceId id, Map<String, String> options) {
        return VfbTemplate.of(options, inForce);
    }

    /** Ends the thread of the screens; the core has parked or closed all devices before. */
    @Deactivate
    public void deactivate() {
        end.run();
    }
}
