// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.echo;

import java.util.Map;
import java.util.Set;
import org.osgi.service.component.annotations.Component;
import org.xenbay.api.device.DeviceContext;
import org.xenbay.api.device.DeviceHandler;
import org.xenbay.api.device.DeviceId;
import org.xenbay.api.device.DeviceTemplate;
import org.xenbay.api.device.XenDevOps;
import org.xenbay.api.device.XenDeviceType;

/** A backend of type {@code echo}: returns the bytes that a guest puts into its ring. */
@Component
@XenDeviceType("echo")
public final class EchoBackend implements XenDevOps {

    @Override
    public DeviceHandler open(DeviceContext device) {
        return new EchoHandler(device);
    }

    @Override
    public DeviceTemplate template(DeviceId id, Map<String, String> options) {
        if (!options.isEmpty()) {
            throw new IllegalArgumentException("an echo device has no options: " + options.keySet());
        }
        return new DeviceTemplate("echo", Map.of(), Map.of(), Set.of());
    }
}
