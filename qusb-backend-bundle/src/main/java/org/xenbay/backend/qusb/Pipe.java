// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.qusb;

import org.xenbay.api.usb.UsbEndpoint;

/**
 * The destination of a request (xen/include/public/io/usbif.h, field {@code pipe} of struct usbif_urb_request).
 *
 * @param bits as the guest wrote them
 */
record Pipe(int bits) {

    /** Type of a transfer, by its number in usbif. */
    enum Kind {
        ISOCHRONOUS,
        INTERRUPT,
        CONTROL,
        BULK
    }

    static final int MAX_PORTS = 31;

    private static final int PORT = 0x1F;
    private static final int UNLINK = 1 << 5;
    private static final int IN = 1 << 7;
    private static final int ADDRESS_SHIFT = 8;
    private static final int ADDRESS = 0x7F;
    private static final int ENDPOINT_SHIFT = 15;
    private static final int KIND_SHIFT = 30;
    private static final Kind[] KINDS = Kind.values();

    /** @return 0 to 31; ports are numbered from 1 */
    int port() {
        return bits & PORT;
    }

    boolean isUnlink() {
        return (bits & UNLINK) != 0;
    }

    boolean isIn() {
        return (bits & IN) != 0;
    }

    /** @return the address that the guest assigned to the device, 0 to 127; 0 before it has one */
    int address() {
        return bits >>> ADDRESS_SHIFT & ADDRESS;
    }

    /** @return 0 to 15 */
    int endpointNumber() {
        return bits >>> ENDPOINT_SHIFT & UsbEndpoint.NUMBER;
    }

    /** @return bEndpointAddress */
    int endpoint() {
        return endpointNumber() | (isIn() ? UsbEndpoint.IN : 0);
    }

    Kind kind() {
        return KINDS[bits >>> KIND_SHIFT];
    }

    @Override
    public String toString() {
        return "port " + port() + " address " + address() + " " + kind() + (isIn() ? " IN " : " OUT ")
                + endpointNumber();
    }
}
