// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.echo.mistakes;

import java.util.Optional;
import org.xenbay.api.device.DeviceContext;
import org.xenbay.api.device.DeviceHandler;
import org.xenbay.api.device.DeviceLink;
import org.xenbay.api.device.NodeValues;
import org.xenbay.api.device.Origin;
import org.xenbay.api.device.Publication;
import org.xenbay.api.device.Readiness;
import org.xenbay.api.device.Readiness.Side;
import org.xenbay.api.xen.GrantTable.Access;
import org.xenbay.api.xen.SharedMemory;

/** A device that connects and does nothing. */
class PageHandler implements DeviceHandler {

    final DeviceContext device;
    SharedMemory page;
    DeviceLink link;

    PageHandler(DeviceContext device) {
        this.device = device;
    }

    @Override
    public Readiness init(Publication keys) {
        return Readiness.ready();
    }

    @Override
    public Readiness connect(DeviceLink connection, Origin origin) throws Exception {
        link = connection;
        NodeValues frontend = link.frontend("ring-ref", "event-channel");
        Optional<String> missing = frontend.firstMissing();
        if (missing.isPresent()) {
            return Readiness.waitFor(Side.FRONTEND, "node " + missing.get());
        }
        page = link.map(Access.READ_WRITE, frontend.grantReference("ring-ref"));
        link.bind(frontend.eventChannel("event-channel"), this::event);
        return Readiness.ready();
    }

    void event() throws Exception {}

    @Override
    public void disconnect() {}

    @Override
    public void close() {}
}
