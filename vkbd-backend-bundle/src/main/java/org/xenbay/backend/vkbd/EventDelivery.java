// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.vkbd;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.xenbay.api.budget.Allowance;
import org.xenbay.api.ring.CorruptRingException;

/**
 * Delivers events to one guest: queues them, notes them as reported, encodes them, and puts them into the guest's ring as far
 * as it has room. Under the caller's lock.
 */
final class EventDelivery {

    private final EventQueue queue;
    private final OutgoingEvents outgoing;
    private final ReportedState reported = new ReportedState();

    /** Null while the guest is not connected. */
    private @Nullable GuestRing ring;

    private boolean behind;
    private long dropped;

    /** @param memory the guest's part */
    EventDelivery(Allowance memory) {
        QueueMemory queued = new QueueMemory(memory);
        this.queue = new EventQueue(queued);
        this.outgoing = new OutgoingEvents(queued);
    }

    /** Sends events to this ring from now on; queued events follow at the next {@link #flush}. */
    void attach(GuestRing to) {
        ring = to;
    }

    /** Stops using the ring. */
    void detach() {
        ring = null;
    }

    boolean isAttached() {
        return ring != null;
    }

    /** @return whether the guest's ring was full at the last flush */
    boolean isBehind() {
        return behind;
    }

    /** @return false when there was no room; then the caller replaces the whole queue */
    boolean add(Entry entry) {
        boolean added = queue.add(entry);
        if (!added) {
            dropped += queue.size();
        }
        return added;
    }

    /** Adds an entry that must not be refused. At most once for each key and finger, after {@link #takeQueued}. */
    void addSurely(Entry entry) {
        queue.addSurely(entry);
    }

    /** Removes all queued entries, for the caller to replace them. */
    Iterable<Entry> takeQueued() {
        return queue.takeAll();
    }

    /** @return as {@link ReportedState#reconcile} */
    List<Entry> reconcile(HeldKeys held, Contacts contacts) {
        return reported.reconcile(held, contacts);
    }

    boolean isCapsLocked() {
        return reported.isCapsLocked();
    }

    /**
     * Moves queued events to the ring, as far as it has room, and signals the guest once; no effect without a ring.
     *
     * @throws CorruptRingException when the guest's index is out of range
     */
    void flush() {
        GuestRing to = ring;
        if (to == null) {
            return;
        }
        behind = false;
        boolean moved = false;
        while (!behind && hasNext()) {
            behind = !outgoing.put(to);
            moved |= !behind;
        }
        if (moved) {
            to.publish();
            if (outgoing.isEmpty()) {
                reported.shown();
            }
        }
    }

    private boolean hasNext() {
        if (outgoing.isEmpty()) {
            Entry entry = queue.poll();
            if (entry != null) {
                reported.note(entry);
                outgoing.add(entry.events());
            }
        }
        return !outgoing.isEmpty();
    }

    /** @return whether the guest has room for everything so far */
    boolean isIdle() {
        return outgoing.isEmpty() && queue.isEmpty();
    }

    /**
     * @param journal notes which keys and fingers are down; set before the first event
     * @param releases releases of keys and fingers that were down when the earlier process was killed
     */
    void keep(ReportedStateJournal journal, List<byte[]> releases) {
        reported.keep(journal);
        outgoing.add(releases);
    }

    /**
     * @param pointer the pointer's state
     * @return events that the guest has not got yet, followed by releases of all keys and fingers that are down
     */
    ParkedInput park(int[] pointer) {
        List<byte[]> events = outgoing.list();
        for (Entry entry : queue.takeAll()) {
            reported.note(entry);
            events.addAll(entry.events());
        }
        reported.releases().forEach(release -> events.addAll(release.events()));
        return new ParkedInput(events, pointer, outgoing.sent(), dropped, List.of());
    }

    /** Continues where a predecessor stopped. */
    void restore(ParkedInput parked) {
        outgoing.add(parked.events());
        outgoing.setSent(parked.sent());
        dropped = parked.dropped();
    }

    /** The guest is gone: forgets everything except the totals. */
    void clear() {
        ring = null;
        queue.clear();
        outgoing.clear();
        reported.clear();
        behind = false;
    }

    void describe(Map<String, String> details) {
        details.put("events sent", Long.toString(outgoing.sent()));
        details.put("waiting", (queue.size() + outgoing.size()) + (behind ? ", the guest's ring is full" : ""));
        details.put("motions merged", Long.toString(queue.merged()));
        details.put("dropped", Long.toString(dropped));
    }
}
