// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.ninepfs.journal;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Records how far the requests of one ring have come. The requests themselves stay in the ring until they have been answered. A
 * slot here has what the ring does not contain about a request that was taken and whose bytes are not released yet.
 *
 * <p>A slot does not say directly that a request was answered. Before the ring's index is moved, the slot gets its next value;
 * the request was answered if the index has that value. By any thread.
 */
public final class RequestLog extends SlotTable {

    private static final int TAKEN = 1;
    private static final int BEGUN = 2;
    private static final int EXECUTED = 3;
    private static final int DROPPED = 4;

    private static final int INDEX = Slots.CONTENT;
    private static final int REPLYING = INDEX + 4;
    private static final int REPLY_END = REPLYING + 4;
    private static final int PRECONDITION = REPLY_END + 8;
    private static final int CREATED = PRECONDITION + 8;
    private static final int REMOVED = CREATED + 8;
    private static final int OPENED = REMOVED + 8;
    private static final int REPLY = OPENED + 8;
    private static final int MAX_REPLY = 280;
    private static final int SLOT = REPLY + MAX_REPLY + 8;

    private static final int FIRST = 64;
    /** Most requests of one ring that have not ended, or wait for an earlier one that has not. */
    private static final int MOST = 512;

    private final FidLog fids;
    /** Slots of an earlier process, by the index of their request. */
    @GuardedBy("this")
    private final Map<Integer, Long> found = new HashMap<>();

    RequestLog(Slots slots, FidLog fids) {
        super(slots);
        this.fids = fids;
    }

    static Pieces.Shape shape(int ring) {
        return new Pieces.Shape("ring" + ring, SLOT, FIRST, MOST);
    }

    @Override
    synchronized boolean begin() {
        found.clear();
        return super.begin();
    }

    /**
     * Reads the slots of an earlier process. Requests that the process had executed take effect on the fids.
     *
     * @param consumer index up to which bytes were released to the guest
     * @param producer index up to which the guest has written
     * @param replies index up to which the guest can read replies
     */
    public synchronized void recover(int consumer, int producer, int replies) {
        for (int slot = 0; slot < slots.used(); slot++) {
            int state = slots.state(slot);
            if (state == Slots.FREE) {
                continue;
            }
            int index = slots.number(slot, INDEX);
            if (state == EXECUTED) {
                apply(slot);
            }
            if (Integer.compareUnsigned(index - consumer, producer - consumer) >= 0) {
                slots.give(slots.reference(slot));
                continue;
            }
            boolean answered = slots.number(slot, REPLYING) != 0 && replies - slots.number(slot, REPLY_END) >= 0;
            if (answered) {
                slots.state(slot, DROPPED);
            }
            slots.commit(slot, REPLYING, 0);
            found.put(index, slots.reference(slot));
        }
    }

    /** Applies the request's effects to fids. A repetition does no harm: a reference to a freed slot is invalid. */
    @GuardedBy("this")
    private void apply(int slot) {
        fids.live(slots.wide(slot, CREATED));
        fids.opened(slots.wide(slot, OPENED));
        fids.end(slots.wide(slot, REMOVED));
    }

    /** @return whether all requests that an earlier process had taken have been taken again */
    public synchronized boolean isCaughtUp() {
        return found.isEmpty();
    }

    /**
     * Notes a request.
     *
     * @param index of its first byte in the ring
     * @return its note; empty when too many requests have not ended
     */
    public synchronized Optional<Note> take(int index) {
        Long known = found.remove(index);
        if (known != null) {
            return Optional.of(new Note(known, slots.state(Slots.slot(known))));
        }
        long reference = slots.take();
        if (reference == Slots.NONE) {
            return Optional.empty();
        }
        int slot = Slots.slot(reference);
        slots.number(slot, INDEX, index);
        slots.number(slot, REPLYING, 0);
        slots.wide(slot, CREATED, Slots.NONE);
        slots.wide(slot, REMOVED, Slots.NONE);
        slots.wide(slot, OPENED, Slots.NONE);
        slots.state(slot, TAKEN);
        return Optional.of(new Note(reference, TAKEN));
    }

    /**
     * The note of one request. It stores only while the slot belongs to the request, because a later connection may use the
     * memory.
     */
    public final class Note implements Trace {
        private final long reference;
        private final int slot;
        private final int found;

        private Note(long reference, int found) {
            this.reference = reference;
            this.slot = Slots.slot(reference);
            this.found = found;
        }

        /** @return whether an earlier process has ended the request, with a reply or without */
        public boolean isEnded() {
            return found == DROPPED;
        }

        /** @return the reply that an earlier process had prepared, if there is one */
        public Optional<byte[]> reply() {
            synchronized (RequestLog.this) {
                return found == EXECUTED && slots.holds(reference)
                        ? Optional.of(slots.bytes(slot, REPLY))
                        : Optional.empty();
            }
        }

        @Override
        public void beginEffect(long precondition) {
            synchronized (RequestLog.this) {
                if (slots.holds(reference)) {
                    slots.wide(slot, PRECONDITION, precondition);
                    slots.state(slot, BEGUN);
                }
            }
        }

        @Override
        public boolean isReplay() {
            return found == BEGUN;
        }

        @Override
        public long precondition() {
            synchronized (RequestLog.this) {
                return slots.wide(slot, PRECONDITION);
            }
        }

        @Override
        public void executed(ByteBuffer reply, long created, long removed, long opened) {
            if (reply.remaining() > MAX_REPLY) {
                throw new IllegalArgumentException(
                        "a reply of " + reply.remaining() + " bytes is too long for the journal");
            }
            synchronized (RequestLog.this) {
                if (slots.holds(reference)) {
                    slots.wide(slot, CREATED, created);
                    slots.wide(slot, REMOVED, removed);
                    slots.wide(slot, OPENED, opened);
                    slots.bytes(slot, REPLY, reply);
                    slots.state(slot, EXECUTED);
                    apply(slot);
                }
            }
        }

        /** @param end value of the ring's index when the guest can read the reply */
        public void replying(int end) {
            synchronized (RequestLog.this) {
                if (slots.holds(reference)) {
                    slots.number(slot, REPLY_END, end);
                    slots.commit(slot, REPLYING, 1);
                }
            }
        }

        /** The request ends without a reply. */
        public void dropped() {
            synchronized (RequestLog.this) {
                if (slots.holds(reference)) {
                    slots.state(slot, DROPPED);
                }
            }
        }

        /** The request's bytes were released to the guest. */
        public void free() {
            synchronized (RequestLog.this) {
                slots.give(reference);
            }
        }
    }
}
