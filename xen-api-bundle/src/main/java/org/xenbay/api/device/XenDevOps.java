// SPDX-License-Identifier: Apache-2.0
package org.xenbay.api.device;

import java.util.Map;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * A backend: one service for one or several device types, one {@link DeviceHandler} for each device.
 *
 * <p>Register it with {@link XenDeviceType}. When the service appears, the core serves the existing devices and all later ones.
 * When the service disappears, the core parks each handler. A successor that appears in time resumes them, and the guest
 * notices nothing.
 */
@ConsumerType
public interface XenDevOps {

    /** Service property with the types: one String or several. */
    String DEVICE_TYPE = "xen.device.type";

    /**
     * Makes the handler of one device. Called on the device's executor. It has to be cheap: nothing is known of the frontend
     * yet. An exception is a defect; a handler that cannot serve its device says so by {@link Readiness}, or fails {@link
     * DeviceHandler#connect}.
     *
     * @param device the device and what the core does for it
     * @return its handler
     */
    DeviceHandler open(DeviceContext device);

    /**
     * Returns the nodes that a toolstack writes to add a device of this type. {@code xen:attach}, the demonstration guest and
     * tests use it, where no libxl writes them.
     *
     * @param id the new device
     * @param options keys as in xl.cfg, for example {@code connection=pty}
     * @return the nodes to write
     * @throws IllegalArgumentException when an option is unknown or makes no sense; the message says which
     */
    DeviceTemplate template(DeviceId id, Map<String, String> options);
}
