// SPDX-License-Identifier: Apache-2.0
package org.xenbay.api.usb;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Collections;
import java.util.Set;
import java.util.TreeSet;

/**
 * A device's descriptor and those of its configurations, one after the other, as Linux's sysfs has them in a device's {@code
 * descriptors} file. The device may send anything; invalid parts are skipped.
 */
public final class UsbDescriptors {

    /** bLength of a device descriptor. */
    public static final int DEVICE_SIZE = 18;

    /** bDescriptorType of a device. */
    public static final int DEVICE = 1;

    /** bDescriptorType of a configuration. */
    public static final int CONFIGURATION = 2;

    /** bDescriptorType of an interface. */
    public static final int INTERFACE = 4;

    /** bDescriptorType of an endpoint. */
    public static final int ENDPOINT = 5;

    /** bDeviceClass of a hub. */
    public static final int CLASS_HUB = 9;

    private static final int DEVICE_CLASS = 4;
    private static final int VENDOR = 8;
    private static final int PRODUCT = 10;
    private static final int INTERFACE_SIZE = 9;
    private static final int INTERFACE_CLASS = 5;

    private final byte[] bytes;

    /**
     * @param bytes the descriptors; copied
     * @throws IllegalArgumentException when they do not begin with a device descriptor
     */
    public UsbDescriptors(byte[] bytes) {
        if (bytes.length < DEVICE_SIZE || bytes[0] != DEVICE_SIZE || bytes[1] != DEVICE) {
            throw new IllegalArgumentException("no device descriptor in " + bytes.length + " bytes");
        }
        this.bytes = bytes.clone();
    }

    /** @return idVendor */
    public int vendor() {
        return shortAt(VENDOR);
    }

    /** @return idProduct */
    public int product() {
        return shortAt(PRODUCT);
    }

    /** @return bDeviceClass; 0 when each interface has its own */
    public int deviceClass() {
        return bytes[DEVICE_CLASS] & 0xFF;
    }

    /** @return the classes of the device and of its interfaces in all configurations, without the 0 of devices */
    public Set<Integer> classes() {
        Set<Integer> classes = new TreeSet<>();
        if (deviceClass() != 0) {
            classes.add(deviceClass());
        }
        int at = DEVICE_SIZE;
        while (at + 1 < bytes.length) {
            int length = bytes[at] & 0xFF;
            if (length < 2) {
                break;
            }
            if (bytes[at + 1] == INTERFACE && length >= INTERFACE_SIZE && at + length <= bytes.length) {
                classes.add(bytes[at + INTERFACE_CLASS] & 0xFF);
            }
            at += length;
        }
        return Collections.unmodifiableSet(classes);
    }

    /** @return all descriptors, read-only, little endian, from 0 to its limit */
    public ByteBuffer bytes() {
        return ByteBuffer.wrap(bytes).asReadOnlyBuffer().order(ByteOrder.LITTLE_ENDIAN);
    }

    private int shortAt(int offset) {
        return bytes[offset] & 0xFF | (bytes[offset + 1] & 0xFF) << 8;
    }
}
