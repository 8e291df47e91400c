// SPDX-License-Identifier: Apache-2.0
package org.xenbay.update.sample;

import java.util.Map;
import java.util.Set;
import org.xenbay.api.device.DeviceContext;
import org.xenbay.api.device.DeviceHandler;
import org.xenbay.api.device.DeviceId;
import org.xenbay.api.device.DeviceTemplate;
import org.xenbay.api.device.XenDevOps;

/** A backend that can be made; put into a bundle of its own. */
public class GoodBackend implements XenDevOps {

    @Override
    public DeviceHandler open(DeviceContext device) {
        throw new UnsupportedOperationException("no device is made here");
    }

    @Override
    public DeviceTemplate template(DeviceId id, Map<String, String> options) {
        return new DeviceTemplate("echo", options, Map.of(), Set.of());
    }
}
