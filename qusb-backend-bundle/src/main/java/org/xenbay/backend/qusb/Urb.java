// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.qusb;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.xenbay.api.device.DeviceLink;
import org.xenbay.api.usb.UsbRequest;
import org.xenbay.api.usb.UsbRequest.Bulk;
import org.xenbay.api.usb.UsbRequest.Control;
import org.xenbay.api.usb.UsbRequest.Interrupt;
import org.xenbay.api.usb.UsbRequest.Isochronous;
import org.xenbay.api.usb.UsbResult;
import org.xenbay.api.usb.UsbSession;
import org.xenbay.api.usb.UsbSetup;
import org.xenbay.api.xen.GrantCopy;
import org.xenbay.api.xen.GrantCopy.Direction;

/**
 * An unanswered request of the guest. Data from the guest are copied before it begins, and data to the guest after it has
 * ended, so no page of the guest is mapped meanwhile. On the device's executor.
 */
final class Urb {

    private final UrbRequest request;
    private final Pipe pipe;
    private final DeviceLink link;
    private final BufferPool pool;
    /** By System.nanoTime(). */
    private final long arrived = System.nanoTime();
    /** Ids of the requests that cancel this one. */
    private final List<Integer> unlinks = new ArrayList<>(1);

    private @Nullable ByteBuffer data;
    /** Those of an isochronous request. */
    private @Nullable Packets packets;

    private UsbSession.@Nullable Pending pending;
    private boolean makesRoom;

    /** The packets of a request, and the buffer that they are in. */
    private record Packets(ByteBuffer descriptors, Frames frames) {}

    Urb(UrbRequest request, DeviceLink link, BufferPool pool) {
        this.request = request;
        this.pipe = request.pipe();
        this.link = link;
        this.pool = pool;
    }

    UrbRequest request() {
        return request;
    }

    Pipe pipe() {
        return pipe;
    }

    /** @return when it was taken from the ring, by System.nanoTime() */
    long arrived() {
        return arrived;
    }

    List<Integer> unlinks() {
        return unlinks;
    }

    /**
     * Copies the data to send.
     *
     * @return the transfer
     * @throws org.xenbay.api.xen.GrantException when the guest's memory cannot be read
     * @throws IllegalArgumentException when the request is invalid
     */
    UsbRequest transfer() {
        return switch (pipe.kind()) {
            case CONTROL -> control();
            case ISOCHRONOUS -> isochronous();
            case BULK -> new Bulk(pipe.endpoint(), buffer(request.length()), request.shortNotOk(), false);
            case INTERRUPT ->
                new Interrupt(pipe.endpoint(), buffer(request.length()), request.interval(), request.shortNotOk());
        };
    }

    /** Limits the length to the guest's buffer. */
    private UsbRequest control() {
        UsbSetup setup = request.setup();
        int length = Math.min(setup.length(), request.length());
        UsbSetup bounded = new UsbSetup(setup.requestType(), setup.request(), setup.value(), setup.index(), length);
        return new Control(bounded, buffer(length), request.shortNotOk());
    }

    private UsbRequest isochronous() {
        int size = request.packets() * UrbRequest.FRAME_SIZE;
        ByteBuffer descriptors = pool.take(size);
        Frames frames = new Frames(descriptors, request.packets());
        packets = new Packets(descriptors, frames);
        copy(Segment.copies(Direction.FROM_GUEST, request.frameSegments(), 0, descriptors, size));
        if (!frames.fit(request.length())) {
            throw new IllegalArgumentException("packets outside a buffer of " + request.length() + " bytes");
        }
        int[] lengths = frames.lengths();
        int sum = 0;
        for (int length : lengths) {
            sum += length;
        }
        ByteBuffer taken = pool.take(sum);
        data = taken;
        if (!pipe.isIn()) {
            copy(frames.copiesOut(request.dataSegments(), taken));
        }
        return new Isochronous(pipe.endpoint(), taken, lengths, request.interval());
    }

    private ByteBuffer buffer(int length) {
        ByteBuffer taken = pool.take(length);
        data = taken;
        if (!pipe.isIn()) {
            copy(Segment.copies(Direction.FROM_GUEST, request.dataSegments(), 0, taken, length));
        }
        return taken;
    }

    /** @return whether a device carries it out */
    boolean isUnderWay() {
        return pending != null;
    }

    /** The device has ended it. */
    void ended() {
        pending = null;
    }

    /** @return whether it has had no effect, and neither guest nor backend has cancelled it */
    boolean canBeginAnew(UsbResult result) {
        return result.status() == UsbResult.Status.CANCELLED
                && result.actualLength() == 0
                && unlinks.isEmpty()
                && (pipe.kind() == Pipe.Kind.BULK || pipe.kind() == Pipe.Kind.INTERRUPT);
    }

    /** @param completed called with the result, on any thread */
    void begin(UsbSession session, UsbRequest what, Consumer<UsbResult> completed) {
        pending = session.submit(what, completed::accept);
    }

    /** Cancels it. */
    void cancel() {
        if (pending != null) {
            pending.cancel();
        }
    }

    /** Ends it with the data received so far, to make room for other requests. */
    void makeRoom() {
        makesRoom = true;
        cancel();
    }

    boolean makesRoom() {
        return makesRoom;
    }

    /**
     * It has ended: copies received data to the guest.
     *
     * @throws org.xenbay.api.xen.GrantException when the guest's memory cannot be written
     */
    void deliver(UsbResult result) {
        ByteBuffer came = data;
        if (came == null) {
            return;
        }
        if (packets != null) {
            deliver(packets, came, result);
        } else if (pipe.isIn()) {
            int length = Math.min(result.actualLength(), came.limit());
            copy(Segment.copies(Direction.TO_GUEST, request.dataSegments(), 0, came, length));
        }
    }

    private void deliver(Packets its, ByteBuffer came, UsbResult result) {
        its.frames().report(result.packets(), result.status());
        int size = its.descriptors().limit();
        copy(Segment.copies(Direction.TO_GUEST, request.frameSegments(), 0, its.descriptors(), size));
        if (pipe.isIn()) {
            copy(its.frames().copiesIn(request.dataSegments(), came, result.packets()));
        }
    }

    private void copy(List<GrantCopy> copies) {
        if (!copies.isEmpty()) {
            link.copy(copies);
        }
    }

    /** Releases its buffers. To be called after it has ended, or if it has not begun. */
    void release() {
        if (data != null) {
            pool.giveBack(data);
            data = null;
        }
        if (packets != null) {
            pool.giveBack(packets.descriptors());
            packets = null;
        }
    }
}
