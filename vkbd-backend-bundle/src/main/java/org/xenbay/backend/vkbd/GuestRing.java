// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.vkbd;

import org.xenbay.api.ring.EventRingWriter;
import org.xenbay.api.xen.EventChannel;
import org.xenbay.api.xen.SharedMemory;

/**
 * The guest's side of a connection: its page and its event channel. {@link GuestInput} ensures that one thread at a time puts
 * events; other methods run on the device's executor.
 */
final class GuestRing {

    private final SharedMemory page;
    private final EventRingWriter in;
    private final EventChannel channel;

    GuestRing(SharedMemory page, EventChannel channel) {
        this.page = page;
        this.in = new EventRingWriter(page, KbdPage.IN);
        this.channel = channel;
    }

    /**
     * Puts an event into the ring; it becomes visible to the guest in {@link #publish}.
     *
     * @return whether there was room
     * @throws org.xenbay.api.ring.CorruptRingException when the guest's index is out of range
     */
    boolean put(byte[] event) {
        return in.put(event, event.length);
    }

    /** Makes all events visible to the guest, and signals once. */
    void publish() {
        in.publish();
        channel.signal();
    }

    /** Discards events of the guest: the protocol defines none. */
    void drain() {
        int produced = page.getIntAcquire(KbdPage.OUT_PROD);
        if (produced != page.getInt(KbdPage.OUT_CONS)) {
            page.putIntRelease(KbdPage.OUT_CONS, produced);
        }
    }
}
