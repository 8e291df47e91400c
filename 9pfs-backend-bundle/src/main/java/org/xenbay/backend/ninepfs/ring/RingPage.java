// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.ninepfs.ring;

import org.xenbay.api.device.BadNodeException;
import org.xenbay.api.xen.SharedMemory;

/** Offsets in a ring's interface page, in bytes (xen/include/public/io/9pfs.h, struct xen_9pfs_data_intf). */
final class RingPage {

    static final int IN_CONS = 0;
    static final int IN_PROD = 4;
    static final int OUT_CONS = 64;
    static final int OUT_PROD = 68;
    static final int RING_ORDER = 128;
    static final int REFERENCES = 132;

    /** Linux uses as many pages as the backend offers; 2 to the 9th are 2 MiB, half for each direction. */
    static final int MAX_ORDER = 9;

    private RingPage() {}

    /**
     * Reads the fields once, because the guest can change them at any time.
     *
     * @return the data's grant references
     * @throws BadNodeException when the order is out of range
     */
    static int[] references(SharedMemory page, String node) {
        int order = page.getInt(RING_ORDER);
        if (order < 1 || order > MAX_ORDER) {
            throw new BadNodeException("the page of " + node + " has ring order " + Integer.toUnsignedString(order)
                    + ", not 1 to " + MAX_ORDER);
        }
        int[] references = new int[1 << order];
        for (int i = 0; i < references.length; i++) {
            references[i] = page.getInt(REFERENCES + 4 * i);
        }
        return references;
    }
}
