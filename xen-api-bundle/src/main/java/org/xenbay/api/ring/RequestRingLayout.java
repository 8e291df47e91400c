// SPDX-License-Identifier: Apache-2.0
package org.xenbay.api.ring;

import org.xenbay.api.xen.SharedMemory;

/**
 * Where the parts of a request ring lie (xen/include/public/io/ring.h): four indices, then padding to byte 64, then
 * slots that hold a request or its response; their number is the greatest power of two that fits.
 *
 * @param slotSize bytes of a slot: the larger of request and response
 * @param slots number of slots
 */
record RequestRingLayout(int slotSize, int slots) {

    static final int REQUEST_PRODUCER = 0;
    static final int REQUEST_EVENT = 4;
    static final int RESPONSE_PRODUCER = 8;
    static final int RESPONSE_EVENT = 12;
    static final int SLOTS = 64;

    static RequestRingLayout of(SharedMemory memory, int slotSize) {
        if (slotSize < 1 || slotSize > memory.size() - SLOTS) {
            throw new IllegalArgumentException("slots of " + slotSize + " bytes in a ring of " + memory.size());
        }
        return new RequestRingLayout(slotSize, Integer.highestOneBit((memory.size() - SLOTS) / slotSize));
    }

    int slot(int index) {
        return SLOTS + (index & slots - 1) * slotSize;
    }

    void checkLength(int length) {
        if (length < 0 || length > slotSize) {
            throw new IllegalArgumentException(length + " bytes in a slot of " + slotSize);
        }
    }
}
