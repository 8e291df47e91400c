// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.vkbd;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** Encoded events that have left the queue, in order, until the guest's ring takes them. Under the caller's lock. */
final class OutgoingEvents {

    /** Approximate bytes of memory that an event needs while it waits. */
    private static final long EVENT_COST = 72;

    private final QueueMemory memory;
    private final Deque<byte[]> events = new ArrayDeque<>();
    private long sent;

    OutgoingEvents(QueueMemory memory) {
        this.memory = memory;
    }

    void add(List<byte[]> more) {
        memory.take(EVENT_COST * more.size());
        events.addAll(more);
    }

    /**
     * Puts the first event into the ring; it becomes visible to the guest when the ring is published.
     *
     * @return false when the ring is full
     */
    boolean put(GuestRing ring) {
        if (!ring.put(events.peek())) {
            return false;
        }
        events.remove();
        memory.give(EVENT_COST);
        sent++;
        return true;
    }

    boolean isEmpty() {
        return events.isEmpty();
    }

    int size() {
        return events.size();
    }

    /** @return a copy */
    List<byte[]> list() {
        return new ArrayList<>(events);
    }

    void clear() {
        memory.give(EVENT_COST * events.size());
        events.clear();
    }

    /** @return events put into a ring so far */
    long sent() {
        return sent;
    }

    /** @param before events that a predecessor has put into the ring */
    void setSent(long before) {
        sent = before;
    }
}
