// SPDX-License-Identifier: Apache-2.0
package org.xenbay.frontend.usb;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.xenbay.api.usb.UsbEndpoint;
import org.xenbay.api.usb.UsbSetup;

/**
 * A guest's request (xen/include/public/io/usbif.h, struct usbif_urb_request).
 *
 * @param pipe port, address, endpoint, direction and kind, as usbif packs them
 * @param out the bytes to send; for IN, an array of the buffer's size
 * @param setup the first stage of a control transfer; null for others
 * @param interval of interrupt and isochronous transfers
 * @param packets lengths of isochronous packets; empty for others
 * @param shortNotOk whether fewer bytes than there is room for are an error
 */
public record GuestUrb(
        int pipe, byte[] out, @Nullable UsbSetup setup, int interval, int[] packets, boolean shortNotOk) {

    private static final int ISOCHRONOUS = 0;
    private static final int INTERRUPT = 1;
    private static final int CONTROL = 2;
    private static final int BULK = 3;
    private static final int IN = 1 << 7;
    private static final int[] NONE = {};

    /** Copies the arrays. */
    public GuestUrb {
        out = out.clone();
        packets = packets.clone();
    }

    private static int pipe(int kind, int port, int address, int endpoint) {
        int in = (endpoint & UsbEndpoint.IN) != 0 ? IN : 0;
        return port | in | address << 8 | (endpoint & UsbEndpoint.NUMBER) << 15 | kind << 30;
    }

    /**
     * @param port 1 and up
     * @param address the device's address; 0 before it has one
     * @param setup the first stage
     * @param out the data to send; ignored for IN
     * @return the request
     */
    public static GuestUrb control(int port, int address, UsbSetup setup, byte... out) {
        byte[] data = setup.isIn() ? new byte[setup.length()] : out;
        int pipe = pipe(CONTROL, port, address, setup.isIn() ? UsbEndpoint.IN : 0);
        return new GuestUrb(pipe, data, setup, 0, NONE, false);
    }

    /**
     * @param port 1 and up
     * @param address the device's address
     * @param endpoint bEndpointAddress
     * @param data the data to send; for IN, an array of the buffer's size
     * @return the request
     */
    public static GuestUrb bulk(int port, int address, int endpoint, byte[] data) {
        return new GuestUrb(pipe(BULK, port, address, endpoint), data, null, 0, NONE, false);
    }

    /**
     * @param port 1 and up
     * @param address the device's address
     * @param endpoint bEndpointAddress
     * @param data the data to send; for IN, an array of the buffer's size
     * @param interval interval between polls of the device
     * @return the request
     */
    public static GuestUrb interrupt(int port, int address, int endpoint, byte[] data, int interval) {
        return new GuestUrb(pipe(INTERRUPT, port, address, endpoint), data, null, interval, NONE, false);
    }

    /**
     * @param port 1 and up
     * @param address the device's
     * @param endpoint bEndpointAddress
     * @param data the packets one after the other
     * @param packets their lengths
     * @return the request
     */
    public static GuestUrb isochronous(int port, int address, int endpoint, byte[] data, int... packets) {
        return new GuestUrb(pipe(ISOCHRONOUS, port, address, endpoint), data, null, 1, packets, false);
    }

    /** @return the same request, for which fewer bytes than the buffer's size are an error */
    public GuestUrb whole() {
        return new GuestUrb(pipe, out, setup, interval, packets, true);
    }

    boolean isIn() {
        return (pipe & IN) != 0;
    }

    @Override
    public String toString() {
        return "GuestUrb[pipe 0x" + Integer.toHexString(pipe) + ", " + out.length + " bytes, "
                + (setup == null ? Arrays.toString(packets) : setup) + "]";
    }
}
