// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.qusb;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.xenbay.api.usb.UsbResult;
import org.xenbay.api.xen.GrantCopy;
import org.xenbay.api.xen.GrantCopy.Direction;

/**
 * The packets of an isochronous request: 16 bytes each in the guest's memory (struct usb_iso_packet_descriptor of Linux):
 * offset into the guest's buffer, length, actual length, status. The guest may leave gaps between packets, a
 * {@link org.xenbay.api.usb.UsbRequest.Isochronous} has none.
 */
final class Frames {

    private static final int OFFSET = 0;
    private static final int LENGTH = 4;
    private static final int ACTUAL_LENGTH = 8;
    private static final int STATUS = 12;

    private final ByteBuffer descriptors;
    private final int count;

    /** @param descriptors copied from the guest, from index 0 */
    Frames(ByteBuffer descriptors, int count) {
        this.descriptors = descriptors.duplicate().order(ByteOrder.LITTLE_ENDIAN);
        this.count = count;
    }

    /**
     * @param length bytes of the guest's buffer
     * @return whether each packet lies in the buffer, and their sum does not exceed it
     */
    boolean fit(int length) {
        long sum = 0;
        for (int i = 0; i < count; i++) {
            long from = at(i, OFFSET) & 0xFFFF_FFFFL;
            long size = at(i, LENGTH) & 0xFFFF_FFFFL;
            sum += size;
            if (from + size > length || sum > length) {
                return false;
            }
        }
        return true;
    }

    /** @return the packets' lengths; valid when they {@link #fit} */
    int[] lengths() {
        int[] lengths = new int[count];
        for (int i = 0; i < count; i++) {
            lengths[i] = at(i, LENGTH);
        }
        return lengths;
    }

    /**
     * @param segments the guest's buffer
     * @param packed the packets without gaps
     * @return the copies that fetch the data
     */
    List<GrantCopy> copiesOut(List<Segment> segments, ByteBuffer packed) {
        return copies(Direction.FROM_GUEST, segments, packed, lengths());
    }

    /**
     * @param segments the guest's buffer
     * @param packed the packets without gaps
     * @param results the result of each packet
     * @return the copies that bring the data to the guest
     */
    List<GrantCopy> copiesIn(List<Segment> segments, ByteBuffer packed, List<UsbResult.Packet> results) {
        int[] came = new int[count];
        for (int i = 0; i < Math.min(count, results.size()); i++) {
            came[i] = Math.min(results.get(i).actualLength(), at(i, LENGTH));
        }
        return copies(Direction.TO_GUEST, segments, packed, came);
    }

    private List<GrantCopy> copies(Direction direction, List<Segment> segments, ByteBuffer packed, int[] bytes) {
        List<GrantCopy> copies = new ArrayList<>();
        int from = 0;
        for (int i = 0; i < count; i++) {
            ByteBuffer packet = packed.slice(from, bytes[i]);
            copies.addAll(Segment.copies(direction, segments, at(i, OFFSET), packet, bytes[i]));
            from += at(i, LENGTH);
        }
        return copies;
    }

    /** Writes each packet's result into its descriptor; packets without a result get the request's result. */
    void report(List<UsbResult.Packet> results, UsbResult.Status whole) {
        for (int i = 0; i < count; i++) {
            boolean known = i < results.size();
            descriptors.putInt(
                    i * UrbRequest.FRAME_SIZE + ACTUAL_LENGTH,
                    known ? Math.min(results.get(i).actualLength(), at(i, LENGTH)) : 0);
            descriptors.putInt(
                    i * UrbRequest.FRAME_SIZE + STATUS,
                    UrbStatus.ofPacket(known ? results.get(i).status() : whole));
        }
    }

    private int at(int packet, int field) {
        return descriptors.getInt(packet * UrbRequest.FRAME_SIZE + field);
    }
}
