// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.qusb;

import java.util.Optional;
import org.xenbay.api.device.DeviceContext;
import org.xenbay.api.device.NodeValues;
import org.xenbay.api.usb.UsbSpeed;

/**
 * The toolstack's nodes of a controller (libxl_usb.c).
 *
 * @param ports number of ports, 1 to 31
 * @param most the greatest speed of its ports
 */
record ControllerNodes(int ports, UsbSpeed most) {

    static final String TYPE = "type";
    static final String VERSION = "usb-ver";
    static final String PORTS = "num-ports";
    static final int USB_2 = 2;

    /** @return empty while a node is missing */
    static Optional<ControllerNodes> read(DeviceContext device) {
        NodeValues nodes = device.backend(PORTS, VERSION);
        if (nodes.firstMissing().isPresent()) {
            return Optional.empty();
        }
        boolean high = nodes.number(VERSION, 1, USB_2) == USB_2;
        return Optional.of(new ControllerNodes(
                (int) nodes.number(PORTS, 1, Pipe.MAX_PORTS), high ? UsbSpeed.HIGH : UsbSpeed.FULL));
    }
}
