// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.console;

import org.xenbay.api.device.DeviceContext;
import org.xenbay.api.device.DeviceLink;
import org.xenbay.api.device.NodeValues;
import org.xenbay.api.device.Readiness;
import org.xenbay.api.device.Readiness.Side;
import org.xenbay.api.xen.EventChannel;
import org.xenbay.api.xen.GrantException;
import org.xenbay.api.xen.GrantTable.Access;
import org.xenbay.api.xen.SharedMemory;
import org.xenbay.api.xen.XenException;
import org.xenbay.backend.console.flow.ConsolePage;
import org.xenbay.backend.console.flow.GuestRings;

/**
 * Connects a console with its guest: maps the page with the rings and binds the event channel. The toolstack makes those of
 * the primary console, before the guest has a driver; a frontend offers those of a secondary one.
 */
final class GuestConnection {

    private static final long MAX_FRAME = 1L << 52;

    /** Grant reference of every guest's console page (GNTTAB_RESERVED_CONSOLE, grant_table.h). */
    private static final int CONSOLE_GRANT = 0;

    private static final String[] PARAMETERS = {"ring-ref", "port"};

    private final DeviceContext device;
    private final boolean primary;

    GuestConnection(DeviceContext device, boolean primary) {
        this.device = device;
        this.primary = primary;
    }

    /** @return ready when the nodes for page and event channel have been written */
    Readiness published(DeviceLink link) {
        return link.frontend(PARAMETERS)
                .firstMissing()
                .map(node -> Readiness.waitFor(primary ? Side.TOOLSTACK : Side.FRONTEND, "node " + node))
                .orElse(Readiness.ready());
    }

    /** @param onEvent runs when the guest has signalled */
    GuestRings open(DeviceLink link, DeviceContext.Task onEvent) {
        NodeValues parameters = link.frontend(PARAMETERS);
        int port = parameters.eventChannel("port");
        SharedMemory page = map(link, parameters);
        EventChannel channel = bind(link, port, onEvent);
        if (primary) {
            page.putByte(ConsolePage.CONNECTION, ConsolePage.CONNECTED);
        }
        return new GuestRings(page, channel);
    }

    private EventChannel bind(DeviceLink link, int port, DeviceContext.Task onEvent) {
        try {
            return link.bind(port, onEvent);
        } catch (XenException failed) {
            if (!primary) {
                throw failed;
            }
            throw new XenException(
                    failed.getMessage() + "; xenconsoled keeps a console it has taken until it is restarted",
                    failed.errno());
        }
    }

    private SharedMemory map(DeviceLink link, NodeValues parameters) {
        if (!primary) {
            return link.map(Access.READ_WRITE, parameters.grantReference("ring-ref"));
        }
        long frame = parameters.number("ring-ref", 0, MAX_FRAME);
        try {
            return link.map(Access.READ_WRITE, CONSOLE_GRANT);
        } catch (GrantException notGranted) {
            device.log().debug(() -> "mapped by its frame, as " + notGranted.getMessage());
            try {
                return link.mapForeign(frame);
            } catch (XenException failed) {
                failed.addSuppressed(notGranted);
                throw failed;
            }
        }
    }
}
