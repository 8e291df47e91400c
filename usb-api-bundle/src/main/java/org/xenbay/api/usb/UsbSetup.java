// SPDX-License-Identifier: Apache-2.0
package org.xenbay.api.usb;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The setup stage of a control transfer (USB 2.0, table 9-2).
 *
 * @param requestType bmRequestType, 0 to 255
 * @param request bRequest, 0 to 255
 * @param value wValue, 0 to 65535
 * @param index wIndex, 0 to 65535
 * @param length wLength, 0 to 65535: the most bytes of the data stage
 */
public record UsbSetup(int requestType, int request, int value, int index, int length) {

    /** Number of bytes of a setup stage. */
    public static final int SIZE = 8;

    /** Checks the widths. */
    public UsbSetup {
        if (((requestType | request) & ~0xFF) != 0 || ((value | index | length) & ~0xFFFF) != 0) {
            throw new IllegalArgumentException("a number of the setup stage has too many bits");
        }
    }

    /**
     * @param bytes at its position the 8 bytes of a setup stage; its position does not change
     * @return the setup stage
     */
    public static UsbSetup read(ByteBuffer bytes) {
        ByteBuffer little = bytes.slice().order(ByteOrder.LITTLE_ENDIAN);
        return new UsbSetup(
                little.get(0) & 0xFF,
                little.get(1) & 0xFF,
                little.getShort(2) & 0xFFFF,
                little.getShort(4) & 0xFFFF,
                little.getShort(6) & 0xFFFF);
    }

    /** @param target takes the 8 bytes at its position, which does not change */
    public void write(ByteBuffer target) {
        target.slice()
                .order(ByteOrder.LITTLE_ENDIAN)
                .put((byte) requestType)
                .put((byte) request)
                .putShort((short) value)
                .putShort((short) index)
                .putShort((short) length);
    }

    /** @return whether the data stage, if any, comes from the device */
    public boolean isIn() {
        return (requestType & UsbEndpoint.IN) != 0;
    }
}
