// SPDX-License-Identifier: Apache-2.0
package org.xenbay.api.ring;

import org.xenbay.api.xen.SharedMemory;

/** The consuming half of a ring of fixed-size events in a page (xen/include/public/io/kbdif.h). */
public final class EventRingReader {

    private final SharedMemory memory;
    private final EventRingLayout layout;
    private int consumer;

    /**
     * Starts at the ring's consumer index.
     *
     * @param memory holds the page
     * @param layout where the ring lies in it
     */
    public EventRingReader(SharedMemory memory, EventRingLayout layout) {
        this.memory = memory;
        this.layout = layout.checkedFor(memory);
        this.consumer = memory.getIntAcquire(layout.consumerOffset());
    }

    /**
     * @return number of events that can be taken now
     * @throws CorruptRingException when the producer index is invalid
     */
    public int available() {
        return layout.used(memory.getIntAcquire(layout.producerOffset()), consumer);
    }

    /**
     * Copies the next event out and frees its slot.
     *
     * @param target at least a slot's bytes, from index 0
     * @return whether an event was taken
     * @throws CorruptRingException when the producer index is invalid
     */
    public boolean take(byte[] target) {
        if (available() == 0) {
            return false;
        }
        memory.get(layout.slot(consumer), target, 0, layout.slotSize());
        consumer++;
        memory.putIntRelease(layout.consumerOffset(), consumer);
        memory.fullFence();
        return true;
    }
}
