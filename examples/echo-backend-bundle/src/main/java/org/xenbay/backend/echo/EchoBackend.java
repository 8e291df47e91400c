// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.echo;

import java.util.Map;
import java.util.Set;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
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

/** A backend of type {@code echo}: returns the bytes that a guest puts into its ring. */
@Component(
        service = {XenDevOps.class, Configured.class},
        configurationPid = EchoSettings.PID)
@ModifiedOnDelete
@XenDeviceType("echo")
public final class EchoBackend implements XenDevOps, Configured {

    private final Settings settings = EchoSettings.declared();

    /** @param properties the configuration, as the operator has written it */
    @Activate
    public EchoBackend(Map<String, Object> properties) {
        settings.update(properties);
    }

    @Modified
    void modified(Map<String, Object> properties) {
        settings.update(properties);
    }

    @Override
    public Settings settings() {
        return settings;
    }

    @Override
    public DeviceHandler open(DeviceContext device) {
        return new EchoHandler(device, settings);
    }

    @Override
    public DeviceTemplate template(DeviceId id, Map<String, String> options) {
        if (!options.isEmpty()) {
            throw new IllegalArgumentException("echo devices have no options: " + options.keySet());
        }
        return new DeviceTemplate("echo", Map.of(), Map.of(), Set.of());
    }
}
