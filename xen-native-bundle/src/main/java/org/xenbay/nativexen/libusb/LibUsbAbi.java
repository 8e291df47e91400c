// SPDX-License-Identifier: Apache-2.0
package org.xenbay.nativexen.libusb;

/** {@code libusb.h} 1.0 in numbers: {@code struct libusb_transfer} of 64-bit machines, and its constants. */
public final class LibUsbAbi {

    // struct libusb_transfer
    public static final int DEV_HANDLE = 0;
    public static final int FLAGS = 8;
    public static final int ENDPOINT = 9;
    public static final int TYPE = 10;
    public static final int TIMEOUT = 12;
    public static final int STATUS = 16;
    public static final int LENGTH = 20;
    public static final int ACTUAL_LENGTH = 24;
    public static final int CALLBACK = 32;
    public static final int USER_DATA = 40;
    public static final int BUFFER = 48;
    public static final int NUM_ISO_PACKETS = 56;
    public static final int ISO_PACKET_DESC = 60;

    // struct libusb_iso_packet_descriptor
    public static final int PACKET_LENGTH = 0;
    public static final int PACKET_ACTUAL_LENGTH = 4;
    public static final int PACKET_STATUS = 8;
    public static final int PACKET_SIZE = 12;

    /** LIBUSB_CONTROL_SETUP_SIZE: offset of a control transfer's data. */
    public static final int SETUP_SIZE = 8;

    // enum libusb_transfer_type
    public static final byte TYPE_CONTROL = 0;
    public static final byte TYPE_ISOCHRONOUS = 1;
    public static final byte TYPE_BULK = 2;
    public static final byte TYPE_INTERRUPT = 3;

    /** LIBUSB_TRANSFER_ADD_ZERO_PACKET. */
    public static final byte ADD_ZERO_PACKET = 8;

    // enum libusb_transfer_status
    public static final int TRANSFER_COMPLETED = 0;
    public static final int TRANSFER_ERROR = 1;
    public static final int TRANSFER_TIMED_OUT = 2;
    public static final int TRANSFER_CANCELLED = 3;
    public static final int TRANSFER_STALL = 4;
    public static final int TRANSFER_NO_DEVICE = 5;
    public static final int TRANSFER_OVERFLOW = 6;

    // enum libusb_error
    public static final int ERROR_IO = -1;
    public static final int ERROR_INVALID_PARAM = -2;
    public static final int ERROR_ACCESS = -3;
    public static final int ERROR_NO_DEVICE = -4;
    public static final int ERROR_NOT_FOUND = -5;
    public static final int ERROR_BUSY = -6;
    public static final int ERROR_TIMEOUT = -7;
    public static final int ERROR_OVERFLOW = -8;
    public static final int ERROR_PIPE = -9;
    public static final int ERROR_INTERRUPTED = -10;
    public static final int ERROR_NO_MEM = -11;
    public static final int ERROR_NOT_SUPPORTED = -12;

    /** LIBUSB_OPTION_NO_DEVICE_DISCOVERY: the context does not look for devices itself. */
    public static final int NO_DEVICE_DISCOVERY = 2;

    /** Most bytes of a control transfer's data stage on Linux (libusb's MAX_CTRL_BUFFER_LENGTH). */
    public static final int MAX_CONTROL = 4096;

    private LibUsbAbi() {}

    /** @return bytes of a transfer and its packets' descriptors */
    public static int transferSize(int packets) {
        return ISO_PACKET_DESC + packets * PACKET_SIZE;
    }
}
