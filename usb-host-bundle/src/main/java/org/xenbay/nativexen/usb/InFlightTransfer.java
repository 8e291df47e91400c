// SPDX-License-Identifier: Apache-2.0
package org.xenbay.nativexen.usb;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.xenbay.api.usb.UsbRequest;
import org.xenbay.api.usb.UsbRequest.Control;
import org.xenbay.api.usb.UsbResult;
import org.xenbay.api.usb.UsbResult.Status;
import org.xenbay.api.usb.UsbSession;
import org.xenbay.nativexen.libusb.LibUsb;
import org.xenbay.nativexen.libusb.LibUsbAbi;

/**
 * A transfer from its submission to its end. Its struct is submitted, cancelled and read only under this object's lock, and
 * only until its end was handled: then libusb may reuse the memory. Listeners are called without the lock.
 */
final class InFlightTransfer implements UsbSession.Pending {

    /** Called once, at the end. */
    interface End {

        /**
         * @param transfer the transfer, whose buffers are free
         * @param result how it ended
         */
        void ended(InFlightTransfer transfer, UsbResult result);
    }

    private enum Phase {
        NEW,
        UNDER_WAY,
        OVER
    }

    private final LibUsb usb;
    private final UsbRequest.Transfer request;
    private final LibUsb.Block block;
    private final End end;

    /** Setup and data of a control transfer. Referenced while the kernel may use it, like the request's buffer. */
    private final @Nullable ByteBuffer stages;

    @GuardedBy("this")
    private Phase phase = Phase.NEW;

    private boolean cancelled;

    /**
     * @param block zeroed; freed at the end
     * @param handle the device's handle
     * @param stages for a control transfer, room for setup and data
     */
    InFlightTransfer(
            LibUsb usb,
            UsbRequest.Transfer request,
            LibUsb.Block block,
            long handle,
            @Nullable ByteBuffer stages,
            End end) {
        this.usb = usb;
        this.request = request;
        this.block = block;
        this.stages = stages;
        this.end = end;
        ByteBuffer data = request.data();
        if (request instanceof Control control && stages != null) {
            control.setup().write(stages.clear());
            if (!control.isIn()) {
                stages.put(LibUsbAbi.SETUP_SIZE, data, data.position(), data.remaining());
            }
        }
        long buffer = stages == null ? usb.addressOf(data) + data.position() : usb.addressOf(stages);
        TransferStruct.write(block.memory(), handle, request, buffer);
    }

    /** @return its address, by which the library identifies the transfer */
    long address() {
        return block.address();
    }

    /** @return the endpoint's address */
    int endpoint() {
        return request.endpoint();
    }

    /** @return bytes of its data */
    int length() {
        return request.data().remaining();
    }

    /** @return the control transfer's buffer, or null */
    @Nullable
    ByteBuffer stages() {
        return stages;
    }

    /** Submits the transfer to libusb. It may end before this returns. */
    void submit() {
        int result;
        synchronized (this) {
            result = cancelled ? LibUsbAbi.ERROR_INTERRUPTED : usb.submit(block);
            phase = result == 0 ? Phase.UNDER_WAY : Phase.OVER;
            if (phase == Phase.OVER) {
                usb.free(block);
            }
        }
        if (result != 0) {
            end.ended(this, UsbResult.of(refusal(result)));
        }
    }

    private static Status refusal(int result) {
        return switch (result) {
            case LibUsbAbi.ERROR_INTERRUPTED -> Status.CANCELLED;
            case LibUsbAbi.ERROR_NO_DEVICE -> Status.NO_DEVICE;
            default -> Status.REJECTED;
        };
    }

    @Override
    public synchronized void cancel() {
        if (!cancelled && phase == Phase.UNDER_WAY) {
            // Refused if the transfer has ended and its event is still pending.
            usb.cancel(block);
        }
        cancelled = true;
    }

    /** libusb reports the end of the transfer. */
    void completed() {
        UsbResult result;
        synchronized (this) {
            result = asWanted(TransferStruct.read(block.memory(), request));
            if (stages != null && request.isIn()) {
                ByteBuffer data = request.data();
                data.put(data.position(), stages, LibUsbAbi.SETUP_SIZE, result.actualLength());
            }
            phase = Phase.OVER;
            usb.free(block);
        }
        end.ended(this, result);
    }

    /** Reports a cancelled transfer as cancelled, because libusb may report any status for it. */
    private UsbResult asWanted(UsbResult result) {
        boolean done = result.status() == Status.COMPLETED && result.actualLength() == length();
        return cancelled && !done && result.status() != Status.NO_DEVICE
                ? new UsbResult(Status.CANCELLED, result.actualLength(), result.packets())
                : result;
    }
}
