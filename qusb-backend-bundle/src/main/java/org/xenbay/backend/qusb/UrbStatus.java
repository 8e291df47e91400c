// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.qusb;

import org.xenbay.api.usb.UsbResult;

/**
 * How a request ended, in the numbers of usbif (xen/include/public/io/usbif.h, USBIF_STATUS_*); Linux's driver treats any other
 * number as SHUTDOWN.
 */
enum UrbStatus {
    OK(0),
    NODEV(-19),
    INVAL(-22),
    STALL(-32),
    IOERROR(-71),
    BABBLE(-75),
    SHUTDOWN(-108);

    /** For an isochronous packet: less data was transferred than requested (EREMOTEIO of Linux). */
    private static final int PACKET_SHORT = -121;

    private final int code;

    UrbStatus(int code) {
        this.code = code;
    }

    int code() {
        return code;
    }

    /**
     * A short read has status OK and a shorter length: usbif has no number for it, and Linux's USB core makes EREMOTEIO of that
     * combination (drivers/usb/core/hcd.c, __usb_hcd_giveback_urb). With any error instead, usb-storage would reset the device.
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

    /** @return the status in the descriptor of an isochronous packet, an error number of Linux */
    static int ofPacket(UsbResult.Status status) {
        return status == UsbResult.Status.SHORT ? PACKET_SHORT : of(status).code;
    }
}
