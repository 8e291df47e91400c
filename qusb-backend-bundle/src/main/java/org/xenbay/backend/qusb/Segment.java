// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.qusb;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.xenbay.api.xen.GrantCopy;
import org.xenbay.api.xen.GrantCopy.Direction;

/**
 * A part of one page of the guest.
 *
 * @param reference the page's grant reference
 * @param offset first byte within the page
 * @param length number of bytes
 */
record Segment(int reference, int offset, int length) {

    static int sum(List<Segment> segments) {
        return segments.stream().mapToInt(Segment::length).sum();
    }

    /**
     * @param segments parts of the guest's memory, one after the other
     * @param from first byte in them
     * @param local a buffer in this process, from its index 0
     * @param length how many bytes are copied; no more than the segments have from there on
     * @return the grant copies
     */
    static List<GrantCopy> copies(Direction direction, List<Segment> segments, int from, ByteBuffer local, int length) {
        List<GrantCopy> copies = new ArrayList<>(segments.size());
        int skip = from;
        int done = 0;
        for (Segment segment : segments) {
            int skipped = Math.min(skip, segment.length);
            int count = Math.min(segment.length - skipped, length - done);
            skip -= skipped;
            if (count > 0) {
                copies.add(new GrantCopy(
                        direction, segment.reference, segment.offset + skipped, local.slice(done, count), count));
                done += count;
            }
        }
        return copies;
    }
}
