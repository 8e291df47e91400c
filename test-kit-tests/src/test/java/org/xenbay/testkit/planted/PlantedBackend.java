// SPDX-License-Identifier: Apache-2.0
package org.xenbay.testkit.planted;

import java.util.Map;
import java.util.Set;
import org.xenbay.api.device.DeviceContext;
import org.xenbay.api.device.DeviceHandler;
import org.xenbay.api.device.DeviceId;
import org.xenbay.api.device.DeviceTemplate;
import org.xenbay.api.device.XenDevOps;

/** A backend that makes the handlers that a test wants. */
public final class PlantedBackend implements XenDevOps {

    static final String TYPE = "planted";

    private final Handlers handlers;

    /** Makes a handler of a device. */
    public interface Handlers {
        DeviceHandler of(DeviceContext device);
    }

    public PlantedBackend(Handlers handlers) {
        this.handlers = handlers;
    }

    @Override
    public DeviceHandler open(DeviceContext device) {
        return handlers.of(device);
    }

    @Override
    public DeviceTemplate template(DeviceId id, Map<String, String> options) {
        return new DeviceTemplate(TYPE, Map.of(), Map.of(), Set.of());
    }
}
