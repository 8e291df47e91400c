// SPDX-License-Identifier: Apache-2.0
package org.xenbay.api.usb;

/** How fast a device is connected, slowest first. */
public enum UsbSpeed {
    /** 1.5 Mbit/s. */
    LOW("1.5"),
    /** 12 Mbit/s. */
    FULL("12"),
    /** 480 Mbit/s. */
    HIGH("480"),
    /** 5 Gbit/s. */
    SUPER("5000"),
    /** 10 Gbit/s and more. */
    SUPER_PLUS("10000");

    private final String megabits;

    UsbSpeed(String megabits) {
        this.megabits = megabits;
    }

    /** @return in Mbit/s, as Linux's sysfs writes it */
    public String megabits() {
        return megabits;
    }
}
