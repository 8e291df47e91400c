// SPDX-License-Identifier: Apache-2.0
package org.xenbay.api.ring;

import org.xenbay.api.xen.SharedMemory;

/**
 * Where a ring of events lies in a page.
 *
 * @param dataOffset first byte of slot 0
 * @param slotSize bytes of a slot
 * @param slots number of slots, not always a power of two
 * @param consumerOffset place of the consumer index
 * @param producerOffset place of the producer index
 */
public record EventRingLayout(int dataOffset, int slotSize, int slots, int consumerOffset, int producerOffset) {

    /**
     * Checks its parts.
     *
     * @throws IllegalArgumentException when they make no ring
     */
    public EventRingLayout {
        if (dataOffset < 0 || slotSize < 1 || slots < 1) {
            throw new IllegalArgumentException(slots + " slots of " + slotSize + " bytes at offset " + dataOffset);
        }
    }

    EventRingLayout checkedFor(SharedMemory memory) {
        if ((long) dataOffset + (long) slotSize * slots > memory.size()) {
            throw new IllegalArgumentException("the ring does not fit into " + memory.size() + " bytes: " + this);
        }
        return this;
    }

    boolean wrapsSeamlessly() {
        return Integer.bitCount(slots) == 1;
    }

    int slot(int index) {
        return dataOffset + Integer.remainderUnsigned(index, slots) * slotSize;
    }

    int used(int producer, int consumer) {
        int used = producer - consumer;
        if (used < 0 || used > slots) {
            throw CorruptRingException.of("event ring", producer, consumer, slots);
        }
        return used;
    }
}
