// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.qusb;

import org.xenbay.api.device.DeviceId;

/**
 * The port that has a USB device.
 *
 * @param controller of a guest
 * @param port 1 to 31
 */
record Holder(DeviceId controller, int port) {
    @Override
    public String toString() {
        return controller + " port " + port;
    }
}
