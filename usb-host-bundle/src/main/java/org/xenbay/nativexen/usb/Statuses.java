// SPDX-License-Identifier: Apache-2.0
package org.xenbay.nativexen.usb;

import org.xenbay.api.usb.UsbResult.Status;
import org.xenbay.nativexen.libusb.LibUsbAbi;

/** Translates libusb's statuses and errors. */
final class Statuses {

    private Statuses() {}

    /** @return the status of a transfer or of a packet */
    static Status ofTransfer(int status) {
        return switch (status) {
            case LibUsbAbi.TRANSFER_COMPLETED -> Status.COMPLETED;
            case LibUsbAbi.TRANSFER_TIMED_OUT -> Status.TIMEOUT;
            case LibUsbAbi.TRANSFER_CANCELLED -> Status.CANCELLED;
            case LibUsbAbi.TRANSFER_STALL -> Status.STALL;
            case LibUsbAbi.TRANSFER_NO_DEVICE -> Status.NO_DEVICE;
            case LibUsbAbi.TRANSFER_OVERFLOW -> Status.OVERFLOW;
            default -> Status.ERROR;
        };
    }

    /** @return the status of a call that changes the device */
    static Status ofChange(int result) {
        return switch (result) {
            case 0 -> Status.COMPLETED;
            case LibUsbAbi.ERROR_NO_DEVICE -> Status.NO_DEVICE;
            case LibUsbAbi.ERROR_TIMEOUT -> Status.TIMEOUT;
            case LibUsbAbi.ERROR_PIPE -> Status.STALL;
            case LibUsbAbi.ERROR_INVALID_PARAM,
                    LibUsbAbi.ERROR_NOT_FOUND,
                    LibUsbAbi.ERROR_BUSY,
                    LibUsbAbi.ERROR_NO_MEM,
                    LibUsbAbi.ERROR_NOT_SUPPORTED -> Status.REJECTED;
            default -> Status.ERROR;
        };
    }
}
