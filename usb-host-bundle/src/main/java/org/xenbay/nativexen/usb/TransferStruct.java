// SPDX-License-Identifier: Apache-2.0
package org.xenbay.nativexen.usb;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.xenbay.api.usb.UsbRequest;
import org.xenbay.api.usb.UsbRequest.Bulk;
import org.xenbay.api.usb.UsbRequest.Control;
import org.xenbay.api.usb.UsbRequest.Interrupt;
import org.xenbay.api.usb.UsbRequest.Isochronous;
import org.xenbay.api.usb.UsbResult;
import org.xenbay.api.usb.UsbResult.Status;
import org.xenbay.api.usb.UsbSetup;
import org.xenbay.nativexen.libusb.LibUsbAbi;

/** Writes requests into {@code struct libusb_transfer}, and reads their results from it. */
final class TransferStruct {

    private TransferStruct() {}

    /** @return number of packet descriptors that the struct needs */
    static int packets(UsbRequest.Transfer request) {
        return request instanceof Isochronous isochronous ? isochronous.packets().length : 0;
    }

    /**
     * @param memory the struct, zeroed except the callback
     * @param handle the device's handle
     * @param buffer address of the data; for a control transfer, of its setup stage
     */
    static void write(ByteBuffer memory, long handle, UsbRequest.Transfer request, long buffer) {
        boolean control = request instanceof Control;
        memory.putLong(LibUsbAbi.DEV_HANDLE, handle);
        memory.put(LibUsbAbi.ENDPOINT, (byte) (control ? 0 : request.endpoint()));
        memory.put(LibUsbAbi.TYPE, type(request));
        memory.putLong(LibUsbAbi.BUFFER, buffer);
        memory.putInt(LibUsbAbi.LENGTH, request.data().remaining() + (control ? UsbSetup.SIZE : 0));
        if (request instanceof Bulk bulk && bulk.zeroPacket() && !bulk.isIn()) {
            memory.put(LibUsbAbi.FLAGS, LibUsbAbi.ADD_ZERO_PACKET);
        }
        if (request instanceof Isochronous isochronous) {
            int[] lengths = isochronous.packets();
            memory.putInt(LibUsbAbi.NUM_ISO_PACKETS, lengths.length);
            for (int i = 0; i < lengths.length; i++) {
                memory.putInt(packet(i) + LibUsbAbi.PACKET_LENGTH, lengths[i]);
            }
        }
    }

    private static byte type(UsbRequest.Transfer request) {
        if (request instanceof Control) {
            return LibUsbAbi.TYPE_CONTROL;
        }
        if (request instanceof Isochronous) {
            return LibUsbAbi.TYPE_ISOCHRONOUS;
        }
        return request instanceof Bulk ? LibUsbAbi.TYPE_BULK : LibUsbAbi.TYPE_INTERRUPT;
    }

    /** @return the result of the transfer */
    static UsbResult read(ByteBuffer memory, UsbRequest.Transfer request) {
        Status status = Statuses.ofTransfer(memory.getInt(LibUsbAbi.STATUS));
        if (request instanceof Isochronous isochronous) {
            return isochronous(memory, isochronous, status);
        }
        int length = request.data().remaining();
        int actual = within(memory.getInt(LibUsbAbi.ACTUAL_LENGTH), length);
        boolean tooShort = status == Status.COMPLETED && actual < length && shortNotOk(request);
        return UsbResult.of(tooShort ? Status.SHORT : status, actual);
    }

    private static UsbResult isochronous(ByteBuffer memory, Isochronous request, Status status) {
        if (status != Status.COMPLETED) {
            return UsbResult.of(status);
        }
        int[] lengths = request.packets();
        List<UsbResult.Packet> packets = new ArrayList<>(lengths.length);
        int sum = 0;
        for (int i = 0; i < lengths.length; i++) {
            int at = packet(i);
            int actual = within(memory.getInt(at + LibUsbAbi.PACKET_ACTUAL_LENGTH), lengths[i]);
            sum += actual;
            packets.add(new UsbResult.Packet(Statuses.ofTransfer(memory.getInt(at + LibUsbAbi.PACKET_STATUS)), actual));
        }
        return new UsbResult(status, sum, packets);
    }

    private static boolean shortNotOk(UsbRequest.Transfer request) {
        if (!request.isIn()) {
            return false;
        }
        return request instanceof Control control && control.shortNotOk()
                || request instanceof Bulk bulk && bulk.shortNotOk()
                || request instanceof Interrupt interrupt && interrupt.shortNotOk();
    }

    private static int packet(int index) {
        return LibUsbAbi.ISO_PACKET_DESC + index * LibUsbAbi.PACKET_SIZE;
    }

    private static int within(int actual, int length) {
        return Math.max(0, Math.min(actual, length));
    }
}
