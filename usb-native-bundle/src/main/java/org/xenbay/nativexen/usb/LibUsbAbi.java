// SPDX-License-Identifier: Apache-2.0
package org.xenbay.nativexen.usb;

import org.xenbay.api.usb.UsbResult.Status;

/** {@code libusb.h} 1.0 in numbers: {@code struct libusb_transfer} of 64-bit machines, and its constants. */
final class LibUsbAbi {

    // struct libusb_transfer
    static final int DEV_HANDLE = 0;
    static final int FLAGS = 8;
    static final int ENDPOINT = 9;
    static final int TYPE = 10;
    static final int TIMEOUT = 12;
    static final int STATUS = 16;
    static final int LENGTH = 20;
    static final int ACTUAL_LENGTH = 24;
    static final int CALLBACK = 32;
    static final int USER_DATA = 40;
    static final int BUFFER = 48;
    static final int NUM_ISO_PACKETS = 56;
    static final int ISO_PACKET_DESC = 60;

    // struct libusb_iso_packet_descriptor
    static final int PACKET_LENGTH = 0;
    static final int PACKET_ACTUAL_LENGTH = 4;
    static final int PACKET_STATUS = 8;
    static final int PACKET_SIZE = 12;

    /** LIBUSB_CONTROL_SETUP_SIZE: the data of a control transfer come after as many bytes. */
    static final int SETUP_SIZE = 8;

    // enum libusb_transfer_type
    static final byte TYPE_CONTROL = 0;
    static final byte TYPE_ISOCHRONOUS = 1;
    static final byte TYPE_BULK = 2;
    static final byte TYPE_INTERRUPT = 3;

    /** LIBUSB_TRANSFER_ADD_ZERO_PACKET. */
    static final byte ADD_ZERO_PACKET = 8;

    // enum libusb_transfer_status
    static final int TRANSFER_COMPLETED = 0;
    static final int TRANSFER_ERROR = 1;
    static final int TRANSFER_TIMED_OUT = 2;
    static final int TRANSFER_CANCELLED = 3;
    static final int TRANSFER_STALL = 4;
    static final int TRANSFER_NO_DEVICE = 5;
    static final int TRANSFER_OVERFLOW = 6;

    // enum libusb_error
    static final int ERROR_IO = -1;
    static final int ERROR_INVALID_PARAM = -2;
    static final int ERROR_ACCESS = -3;
    static final int ERROR_NO_DEVICE = -4;
    static final int ERROR_NOT_FOUND = -5;
    static final int ERROR_BUSY = -6;
    static final int ERROR_TIMEOUT = -7;
    static final int ERROR_OVERFLOW = -8;
    static final int ERROR_PIPE = -9;
    static final int ERROR_INTERRUPTED = -10;
    static final int ERROR_NO_MEM = -11;
    static final int ERROR_NOT_SUPPORTED = -12;

    /** LIBUSB_OPTION_NO_DEVICE_DISCOVERY: the context does not look for devices itself. */
    static final int NO_DEVICE_DISCOVERY = 2;

    /** Most bytes of a control transfer's data stage on Linux (libusb's MAX_CTRL_BUFFER_LENGTH). */
    static final int MAX_CONTROL = 4096;

    private LibUsbAbi() {}

    /** @return bytes of a transfer and its packets' descriptors */
    static int transferSize(int packets) {
        return ISO_PACKET_DESC + packets * PACKET_SIZE;
    }

    /** @return what a transfer's or a packet's status means */
    static Status transferStatus(int status) {
        return switch (status) {
            case TRANSFER_COMPLETED -> Status.COMPLETED;
            case TRANSFER_TIMED_OUT -> Status.TIMEOUT;
            case TRANSFER_CANCELLED -> Status.CANCELLED;
            case TRANSFER_STALL -> Status.STALL;
            case TRANSFER_NO_DEVICE -> Status.NO_DEVICE;
            case TRANSFER_OVERFLOW -> Status.OVERFLOW;
            default -> Status.ERROR;
        };
    }

    /** @return what the result of a call that changes the device means */
    static Status changeStatus(int result) {
        return switch (result) {
            case 0 -> Status.COMPLETED;
            case ERROR_NO_DEVICE -> Status.NO_DEVICE;
            case ERROR_TIMEOUT -> Status.TIMEOUT;
            case ERROR_PIPE -> Status.STALL;
            case ERROR_INVALID_PARAM, ERROR_NOT_FOUND, ERROR_BUSY, ERROR_NO_MEM, ERROR_NOT_SUPPORTED -> Status.REJECTED;
            default -> Status.ERROR;
        };
    }
}
