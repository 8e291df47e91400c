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

    static UrbStatus of(UsbResult.Status status) {
        return switch (status) {
            case COMPLETED -> OK;
            case STALL -> STALL;
            case OVERFLOW -> BABBLE;
            case NO_DEVICE -> NODEV;
            case REJECTED -> INVAL;
            case SHORT, TIMEOUT, CANCELLED, ERROR -> IOERROR;
        };
    }

    /** @return what stands in the descriptor of an isochronous packet: an error number of Linux */
    static int ofPacket(UsbResult.Status status) {
        return status == UsbResult.Status.SHORT ? PACKET_SHORT : of(status).code;
    }
}
