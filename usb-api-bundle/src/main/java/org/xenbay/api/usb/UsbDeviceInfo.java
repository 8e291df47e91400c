// SPDX-License-Identifier: Apache-2.0
package org.xenbay.api.usb;

import java.util.Objects;

/**
 * A device's description, and its place.
 *
 * @param path its place. For a device of the host: the bus and the ports from there, as sysfs names them, {@code 2-1} or {@code
 *     2-1.4}; the same for every device that is plugged in there. For a software device: a name that begins with a letter.
 *     Unique among the present devices; without blanks, {@code /} and {@code :}
 * @param bus number of the host's bus, 1 and up; 0 for a software device
 * @param address the device's number on the host's bus, 1 to 127; it changes each time the device is plugged in; 0 for a
 *     software device
 * @param speed speed of its connection
 * @param descriptors its descriptors
 * @param serial its serial number; empty when it has none
 * @param name maker and product in words, for a reader; may be empty
 */
public record UsbDeviceInfo(
        String path, int bus, int address, UsbSpeed speed, UsbDescriptors descriptors, String serial, String name) {

    /** Checks that no part is missing, and the path. */
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
