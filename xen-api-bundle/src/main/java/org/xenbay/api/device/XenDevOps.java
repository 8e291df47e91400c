// SPDX-License-Identifier: Apache-2.0
package org.xenbay.api.device;

import java.util.Map;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * A backend: one service for one or several device types, one {@link DeviceHandler} for each device.
 *
 * <p>Register it with {@link XenDeviceType}. When the service appears, the core serves the devices that are there and
 * the ones that come; when it goes, each handler is parked, and a successor that comes in time resumes it without the
 * guest noticing.
 */
@ConsumerType
public interface XenDevOps {

    /** Service property that names the types: a String or several. */
    String DEVICE_TYPE = "xen.device.type";

    /**
     * Makes the handler of one device. Called on the device's executor; cheap, as nothing is known of the frontend yet. An exception
     * is a defect: a device that cannot be served waits by its {@link Readiness}, or {@link DeviceHandler#connect} refuses it.
     *
     * @param device the device and what the core does for it
     * @return its handler
     */
    DeviceHandler open(DeviceContext device);

    /**
     * What a toolstack writes when it adds a device of this type: for {@code xen:attach}, the demonstration guest and
     * tests, where no libxl does it.
     *
     * @param id the device to be
     * @param options keys as in xl.cfg, for example {@code connection=pty}
     * @return the nodes to write
     * @throws IllegalArgumentException when an option is unknown or makes no sense; the message says which
     */
    DeviceTemplate template(DeviceId id, Map<String, String> options);
}
