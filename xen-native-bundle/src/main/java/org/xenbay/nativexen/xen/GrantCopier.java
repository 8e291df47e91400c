// SPDX-License-Identifier: Apache-2.0
package org.xenbay.nativexen.xen;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.xenbay.api.xen.GrantCopy;
import org.xenbay.api.xen.GrantCopy.Direction;
import org.xenbay.api.xen.GrantException;
import org.xenbay.api.xen.GrantStatus;
import org.xenbay.api.xen.XenException;
import org.xenbay.nativexen.libc.Libc;
import org.xenbay.nativexen.xen.XenAbi.Gntdev;

/**
 * Copies between granted pages and this process by the hypervisor. Direct buffers are used in place; data of other buffers pass
 * through native memory.
 */
final class GrantCopier {

    /** Most segments of one request; more are split into several requests. */
    private static final int BATCH = 256;

    private final XenDevice device;
    private final boolean supported;

    GrantCopier(XenDevice device) {
        this.device = device;
        Memory nothing = new Memory(Gntdev.COPY_SIZE);
        nothing.clear();
        supported = device.request(Gntdev.GRANT_COPY, nothing) == 0;
    }

    /** @return whether kernel and hypervisor support it */
    boolean isSupported() {
        return supported;
    }

    /** See {@link org.xenbay.api.xen.GrantTable#copy}. */
    void copy(int domain, List<GrantCopy> segments) {
        if (!supported) {
            throw new UnsupportedOperationException("the kernel cannot copy grants");
        }
        GrantException first = null;
        for (int from = 0; from < segments.size(); from += BATCH) {
            List<GrantCopy> batch = segments.subList(from, Math.min(segments.size(), from + BATCH));
            GrantException failed = new Request(domain, batch).run();
            first = first == null ? failed : first;
        }
        if (first != null) {
            throw first;
        }
    }

    /** @return the hypervisor's status after an attempt to read one byte of a grant */
    GrantStatus probe(int domain, int reference) {
        GrantCopy byteOfIt = new GrantCopy(Direction.FROM_GUEST, reference, 0, ByteBuffer.allocate(1), 1);
        GrantException failed = new Request(domain, List.of(byteOfIt)).run();
        return failed == null ? GrantStatus.OKAY : failed.status();
    }

    /** One request: its segments, and native memory for the bytes of those whose buffers are in the Java heap. */
    private final class Request {
        private final int domain;
        private final List<GrantCopy> segments;
        private final Memory memory;
        /** Offset of the next heap buffer's bytes. */
        private long bounce;

        Request(int domain, List<GrantCopy> segments) {
            this.domain = domain;
            this.segments = segments;
            bounce = Gntdev.COPY_SIZE + (long) segments.size() * Gntdev.SEGMENT_SIZE;
            long heapBytes = segments.stream()
                    .filter(segment -> !segment.local().isDirect())
                    .mapToLong(GrantCopy::length)
                    .sum();
            memory = new Memory(bounce + heapBytes);
            memory.clear(bounce);
            memory.setInt(Gntdev.COPY_COUNT, segments.size());
            memory.setPointer(Gntdev.COPY_SEGMENTS, memory.share(Gntdev.COPY_SIZE));
        }

        /** @return the failure of the first failed segment; null when all were copied */
        @Nullable
        GrantException run() {
            Pointer[] places = new Pointer[segments.size()];
            for (int i = 0; i < places.length; i++) {
                places[i] = place(segments.get(i));
                encode(segments.get(i), places[i], at(i));
            }
            if (device.request(Gntdev.GRANT_COPY, memory) < 0) {
                int errno = Libc.errno();
                throw new XenException(
                        "copying " + places.length + " grants of domain " + domain + ": " + Libc.text(errno), errno);
            }
            return finish(places);
        }

        private static int at(int index) {
            return Gntdev.COPY_SIZE + index * Gntdev.SEGMENT_SIZE;
        }

        private Pointer place(GrantCopy segment) {
            ByteBuffer local = segment.local();
            if (local.isDirect()) {
                return Libc.pointer(local);
            }
            Pointer place = memory.share(bounce);
            bounce += segment.length();
            if (segment.direction() == Direction.TO_GUEST) {
                place.getByteBuffer(0, segment.length()).put(0, local, local.position(), segment.length());
            }
            return place;
        }

        private void encode(GrantCopy segment, Pointer place, long at) {
            boolean fromGuest = segment.direction() == Direction.FROM_GUEST;
            long granted = at + (fromGuest ? Gntdev.SEGMENT_SOURCE : Gntdev.SEGMENT_TARGET);
            long local = at + (fromGuest ? Gntdev.SEGMENT_TARGET : Gntdev.SEGMENT_SOURCE);
            memory.setInt(granted + Gntdev.SIDE_REFERENCE, segment.reference());
            memory.setShort(granted + Gntdev.SIDE_OFFSET, (short) segment.offset());
            memory.setShort(granted + Gntdev.SIDE_DOMAIN, (short) domain);
            memory.setPointer(local + Gntdev.SIDE_ADDRESS, place);
            memory.setShort(at + Gntdev.SEGMENT_LENGTH, (short) segment.length());
            int flags = fromGuest ? Gntdev.SOURCE_IS_GRANT : Gntdev.TARGET_IS_GRANT;
            memory.setShort(at + Gntdev.SEGMENT_FLAGS, (short) flags);
        }

        private @Nullable GrantException finish(Pointer[] places) {
            GrantException first = null;
            for (int i = 0; i < places.length; i++) {
                GrantCopy segment = segments.get(i);
                GrantStatus status = GrantStatus.ofCode(memory.getShort(at(i) + Gntdev.SEGMENT_STATUS));
                if (status != GrantStatus.OKAY) {
                    first = first == null ? failure(segment, status) : first;
                } else if (segment.direction() == Direction.FROM_GUEST
                        && !segment.local().isDirect()) {
                    ByteBuffer local = segment.local();
                    local.put(local.position(), places[i].getByteBuffer(0, segment.length()), 0, segment.length());
                }
            }
            return first;
        }

        private GrantException failure(GrantCopy segment, GrantStatus status) {
            String way = segment.direction() == Direction.FROM_GUEST ? "from" : "to";
            return new GrantException(
                    status,
                    "copying " + segment.length() + " bytes " + way + " grant reference "
                            + Integer.toUnsignedString(segment.reference()) + " of domain " + domain);
        }
    }
}
