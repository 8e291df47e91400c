// SPDX-License-Identifier: Apache-2.0
package org.xenbay.it;

import java.util.Map;
import java.util.Set;
import org.xenbay.api.device.DeviceContext;
import org.xenbay.api.device.DeviceHandler;
import org.xenbay.api.device.DeviceId;
import org.xenbay.api.device.DeviceLink;
import org.xenbay.api.device.DeviceTemplate;
import org.xenbay.api.device.Origin;
import org.xenbay.api.device.Publication;
import org.xenbay.api.device.Readiness;
import org.xenbay.api.device.XenDevOps;

/** A backend that connects, and does nothing more; put into a jar of its own by {@link JarMaker}. */
public class IdleBackend implements XenDevOps, DeviceHandler {

    @Override
    public DeviceHandler open(DeviceContext device) {
        return this;
    }

    @Override
    public DeviceTemplate template(DeviceId id, Map<String, String> options) {
        return new DeviceTemplate(id.type(), options, Map.of(), Set.of());
    }

    @Override
    public Readiness init(Publication keys) {
        return Readiness.ready();
    }

    @Override
    public Readiness connect(DeviceLink link, Origin origin) {
        return Readiness.ready();
    }

    @Override
    public void disconnect() {
        // it holds nothing of a connection
    }

    @Override
    public void close() {
        // it has nothing
    }
}
