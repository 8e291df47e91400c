// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.qusb;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.xenbay.api.usb.UsbSession;
import org.xenbay.api.usb.UsbSetup;
import org.xenbay.api.xen.GrantTable;

/**
 * A request of the URB ring, copied out of it: the guest cannot change it any more (xen/include/public/io/usbif.h, struct
 * usbif_urb_request). No field may be used before {@link #refusal} has checked it.
 */
final class UrbRequest {

    /** Bytes of a request, which is larger than a response. */
    static final int SIZE = 148;

    /** Slots of the ring, one page: most requests under way. */
    static final int MAX_UNANSWERED = 16;

    /** Most segments of a request, including those with the descriptors of isochronous packets. */
    static final int MAX_SEGMENTS = 16;

    /** Bytes of the descriptor of an isochronous packet. */
    static final int FRAME_SIZE = 16;

    private static final int ID = 0;
    private static final int BUFFER_SEGMENTS = 2;
    private static final int PIPE = 4;
    private static final int FLAGS = 8;
    private static final int BUFFER_LENGTH = 10;
    private static final int SETUP = 12;
    private static final int INTERVAL = 12;
    private static final int UNLINK_ID = 12;
    private static final int PACKETS = 16;
    private static final int FRAME_SEGMENTS = 18;
    private static final int SEGMENTS = 20;
    private static final int SEGMENT_SIZE = 8;

    private static final int SHORT_NOT_OK = 1;

    private final ByteBuffer bytes;

    /** @param bytes the request as it was in the ring; not copied */
    UrbRequest(byte[] bytes) {
        this.bytes = ByteBuffer.wrap(bytes, 0, SIZE).order(ByteOrder.LITTLE_ENDIAN);
    }

    byte[] bytes() {
        return bytes.array();
    }

    int id() {
        return shortAt(ID);
    }

    Pipe pipe() {
        return new Pipe(bytes.getInt(PIPE));
    }

    boolean shortNotOk() {
        return (shortAt(FLAGS) & SHORT_NOT_OK) != 0;
    }

    UsbSetup setup() {
        return UsbSetup.read(bytes.slice(SETUP, UsbSetup.SIZE));
    }

    int interval() {
        return shortAt(INTERVAL);
    }

    int unlinkId() {
        return shortAt(UNLINK_ID);
    }

    int packets() {
        return shortAt(PACKETS);
    }

    /** @return the guest's buffer */
    List<Segment> dataSegments() {
        return segments(0, shortAt(BUFFER_SEGMENTS));
    }

    /** @return location of the descriptors of isochronous packets */
    List<Segment> frameSegments() {
        return segments(shortAt(BUFFER_SEGMENTS), frameSegmentCount());
    }

    /** @return bytes of the guest's buffer; the field of 16 bits is 0 for a buffer of 65536 bytes */
    int length() {
        int length = shortAt(BUFFER_LENGTH);
        return length == 0 ? Segment.sum(dataSegments()) : length;
    }

    /**
     * @param ports number of the controller's ports
     * @return why the request is invalid; empty if it is valid
     */
    Optional<String> refusal(int ports) {
        Pipe pipe = pipe();
        if (pipe.port() < 1 || pipe.port() > ports) {
            return Optional.of("port " + pipe.port() + " of " + ports);
        }
        return pipe.isUnlink() ? Optional.empty() : segmentRefusal().or(this::pipeRefusal);
    }

    private Optional<String> segmentRefusal() {
        if (shortAt(BUFFER_SEGMENTS) + frameSegmentCount() > MAX_SEGMENTS) {
            return Optional.of(shortAt(BUFFER_SEGMENTS) + " and " + frameSegmentCount() + " segments");
        }
        for (Segment segment : segments(0, shortAt(BUFFER_SEGMENTS) + frameSegmentCount())) {
            if (segment.offset() + segment.length() > GrantTable.PAGE_SIZE) {
                return Optional.of(segment.length() + " bytes at offset " + segment.offset() + " of a page");
            }
        }
        int room = Segment.sum(dataSegments());
        return length() > room
                ? Optional.of("a buffer of " + length() + " bytes in segments of " + room)
                : Optional.empty();
    }

    private Optional<String> pipeRefusal() {
        Pipe pipe = pipe();
        boolean control = pipe.kind() == Pipe.Kind.CONTROL;
        if (control != (pipe.endpointNumber() == 0)) {
            return Optional.of(pipe.toString());
        }
        return switch (pipe.kind()) {
            case CONTROL -> setupRefusal();
            case ISOCHRONOUS ->
                packets() < 1
                                || packets() > UsbSession.MAX_PACKETS
                                || packets() * FRAME_SIZE > Segment.sum(frameSegments())
                        ? Optional.of(packets() + " packets, described in " + Segment.sum(frameSegments()) + " bytes")
                        : Optional.empty();
            default -> Optional.empty();
        };
    }

    private Optional<String> setupRefusal() {
        UsbSetup setup = setup();
        boolean in = setup.isIn();
        if (setup.length() > 0 && in != pipe().isIn() || !in && setup.length() > length()) {
            return Optional.of(
                    "a data stage of " + setup.length() + " bytes on " + pipe() + " with a buffer of " + length());
        }
        return Optional.empty();
    }

    private int frameSegmentCount() {
        return pipe().kind() == Pipe.Kind.ISOCHRONOUS ? shortAt(FRAME_SEGMENTS) : 0;
    }

    private List<Segment> segments(int first, int count) {
        List<Segment> segments = new ArrayList<>(count);
        for (int i = first; i < first + count; i++) {
            int at = SEGMENTS + i * SEGMENT_SIZE;
            segments.add(new Segment(bytes.getInt(at), shortAt(at + 4), shortAt(at + 6)));
        }
        return segments;
    }

    private int shortAt(int offset) {
        return bytes.getShort(offset) & 0xFFFF;
    }

    @Override
    public String toString() {
        return "request " + id() + (pipe().isUnlink() ? " unlinks " + unlinkId() + " on " : " on ") + pipe();
    }
}
