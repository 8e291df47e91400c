// SPDX-License-Identifier: Apache-2.0
package org.xenbay.api.ring;

import org.xenbay.api.xen.SharedMemory;

/**
 * The producing half of a ring of fixed-size events in a page, such as {@code in} of a keyboard's page
 * (xen/include/public/io/kbdif.h). The number of slots need not be a power of two: a slot is the unsigned index modulo that
 * number. Where the 32-bit index wraps around, two indices can therefore share a slot; this half then waits until the other
 * half has emptied the ring.
 */
public final class EventRingWriter {

    private final SharedMemory memory;
    private final EventRingLayout layout;
    private int producer;

    /**
     * Starts at the ring's producer index.
     *
     * @param memory holds the page
     * @param layout where the ring lies in it
     */
    public EventRingWriter(SharedMemory memory, EventRingLayout layout) {
        this.memory = memory;
        this.layout = layout.checkedFor(memory);
        this.producer = memory.getIntAcquire(layout.producerOffset());
    }

    /**
     * @return number of events that fit now
     * @throws CorruptRingException when the consumer index is invalid
     */
    public int free() {
        int used = layout.used(producer, memory.getIntAcquire(layout.consumerOffset()));
        int toWrap = -producer;
        boolean wrapInReach = toWrap > 0 && toWrap < layout.slots() || producer >= 0 && producer < used;
        if (wrapInReach && !layout.wrapsSeamlessly()) {
            return producer >= 0 && used > 0 ? 0 : Math.min(layout.slots() - used, Math.max(toWrap, 0));
        }
        return layout.slots() - used;
    }

    /**
     * Puts an event into the ring; the rest of its slot is zero. Not visible before {@link #publish}.
     *
     * @param event its bytes
     * @param length number of bytes, at most a slot's
     * @return whether there was room
     * @throws CorruptRingException when the consumer index is invalid
     */
    public boolean put(byte[] event, int length) {
        if (length < 0 || length > layout.slotSize()) {
            throw new IllegalArgumentException(length + " bytes in a slot of " + layout.slotSize());
        }
        if (free() == 0) {
            return false;
        }
        int slot = layout.slot(producer);
        memory.clear(slot, layout.slotSize());
        memory.put(slot, event, 0, length);
        producer++;
        return true;
    }

    /** Makes the events put so far visible. The caller signals the other side afterwards. */
    public void publish() {
        memory.putIntRelease(layout.producerOffset(), producer);
        memory.fullFence();
    }
}
