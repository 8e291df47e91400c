// SPDX-License-Identifier: Apache-2.0
package org.xenbay.api.usb;

import java.util.Objects;

/**
 * What a device is, and where.
 *
 * @param path where it is plugged in: of the host's devices the bus and the ports from it on as sysfs names them,
 *     {@code 2-1} or {@code 2-1.4}, the same whenever something is plugged in there; of a software device a name that
 *     begins with a letter. Unique among the devices there are now; without blanks, {@code /} and {@code :}
 * @param bus number of the host's bus, 1 and up; 0 for a software device
 * @param address the device's number on the host's bus, 1 to 127; another one each time it is plugged in; 0 for a software
 *     device
 * @param speed how it is connected
 * @param descriptors what it says of itself
 * @param serial its serial number; empty when it has none
 * @param name maker and product in words, for a reader; may be empty
 */
public record UsbDeviceInfo(
        String path, int bus, int address, UsbSpeed speed, UsbDescriptors descriptors, String serial, String name) {

    /** Checks that nothing is missing, and the path. */
    public UsbDeviceInfo {
        if (path.isEmpty() || path.chars().anyMatch(c -> c <= ' ' || c == '/' || c == ':')) {
            throw new IllegalArgumentException("not the path of a USB device: \"" + path + '"');
        }
        Objects.requireNonNull(speed, "speed");
        Objects.requireNonNull(descriptors, "descriptors");
        Objects.requireNonNull(serial, "serial");
        Objects.requireNonNull(name, "name");
    }

    /** @return vendor and product as lsusb writes them: {@code 046d:c31c} */
    public String hardware() {
        return String.format("%04x:%04x", descriptors.vendor(), descriptors.product());
    }
}
