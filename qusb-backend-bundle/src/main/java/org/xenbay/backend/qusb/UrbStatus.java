// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.qusb;

import org.xenbay.api.usb.UsbResult;

/**
 * How a request ended, in the numbers of usbif (xen/include/public/io/usbif.h, USBIF_STATUS_*); Linux's driver takes any
 * other number for SHUTDOWN.
 */
enum UrbStatus {
    OK(0),
    NODEV(-19),
    INVAL(-22),
    STALL(-32),
    IOERROR(-71),
    BABBLE(-75),
    SHUTDOWN(-108);

    /** Of an isochronous packet: it did not move all that it should have (EREMOTEIO of Linux). */
    private static final int PACKET_SHORT = -121;

    private final int code;

    UrbStatus(int code) {
        this.code = code;
    }

    int code() {
        return code;
    }

    /**
     * A short read is OK by its status and short by its length: usbif has no number for it, and Linux's USB core makes
     * EREMOTEIO of just that (drivers/usb/core/hcd.c, __usb_hcd_giveback_urb). Any error in its place has usb-storage reset the
     * device.
     */
    static UrbStatus of(UsbResult.Status status) {
        return switch (status) {
            case COMPLETED, SHORT -> OK;
            case STALL -> STALL;
            case OVERFLOW -> BABBLE;
            case NO_DEVICE -> NODEV;
            case REJECTED -> INVAL;
            case TIMEOUT, CANCELLED, ERROR -> IOERROR;
        };
    }

    /** @return what stands in the descriptor of an isochronous packet: an error number of Linux */
    static int ofPacket(UsbResult.Status status) {
        return status == UsbResult.Status.SHORT ? PACKET_SHORT : of(status).code;
    }
}
