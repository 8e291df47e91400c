// SPDX-License-Identifier: Apache-2.0
package org.xenbay.testkit.planted;

import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.xenbay.api.device.DeviceContext;
import org.xenbay.api.device.DeviceHandler;
import org.xenbay.api.device.DeviceId;
import org.xenbay.api.device.DeviceTemplate;
import org.xenbay.api.device.XenDevOps;

/** A backend that makes the handlers that a test wants. */
public final class SoundBackend implements XenDevOps {

    static final String TYPE = "planted";

    private final Function<DeviceContext, DeviceHandler> handlers;

    /** @param handlers makes them */
    public SoundBackend(Function<DeviceContext, DeviceHandler> handlers) {
        this.handlers = handlers;
    }

    @Override
    public DeviceHandler open(DeviceContext device) {
        return handlers.apply(device);
    }

    @Override
    public DeviceTemplate template(DeviceId id, Map<String, String> options) {
        return new DeviceTemplate(TYPE, Map.of(), Map.of(), Set.of());
    }
}
