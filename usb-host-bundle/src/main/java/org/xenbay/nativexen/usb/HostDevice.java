// SPDX-License-Identifier: Apache-2.0
package org.xenbay.nativexen.usb;

import java.nio.file.Path;
import org.xenbay.api.usb.UsbDeviceInfo;

/**
 * A device of the host while it is plugged in.
 *
 * @param info its description
 * @param node its device file
 */
record HostDevice(UsbDeviceInfo info, Path node) {

    /** @return its name in messages */
    String name() {
        String words = info.name().isEmpty() ? "" : " " + info.name();
        return "USB device " + info.path() + " (" + info.hardware() + words + ")";
    }

    Interfaces interfaces() {
        return new Interfaces(info.descriptors());
    }
}
