package org.xenbay.backend.ninepfs.journal;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * How far the requests of one ring have come. The requests themselves are in the ring, where they stay until they have been
 * answered; here is, for each that has been taken and whose bytes the guest has not back, what the ring does not tell.
 *
 * <p>Whether it was answered is not noted but follows: before the ring's index is moved, it is noted to where; so it was, if
 * the index has got there.
 */
public final class RequestLog {

    /** Requests of one ring that are not finished, or wait for one before them that is not. */
    static final int SLOTS = 512;

    static final int SLOT = 320;

    /** Of one ring. */
    static final int BYTES = Slots.length(SLOT, SLOTS);

    private static final int TAKEN = 1;
    private static final int BEGUN = 2;
    private static final int EXECUTED = 3;
    private static final int DROPPED = 4;

    private static final int INDEX = 4;
    private static final int REPLYING = 8;
    private static final int REPLY_END = 12;
    private static final int BEFORE = 16;
    private static final int MADE = 24;
    private static final int GONE = 28;
    private static final int OPENED = 32;
    private static final int REPLY = 36;
    private static final int MOST_REPLY = SLOT - REPLY - Integer.BYTES;

    private final Slots slots;
    private final FidLog fids;
    /** Slots that an earlier process has left, by the index of their request. */
    private final Map<Integer, Integer> found = new HashMap<>();

    RequestLog(ByteBuffer memory, int start, FidLog fids, Runnable beforeStore) {
        this.slots = new Slots(memory, start, SLOT, SLOTS, beforeStore);
        this.fids = fids;
    }

    /**
     * Looks at what an earlier process has left. What it had executed is brought to its end.
     *
     * @param consumer up to where the guest has its room back
     * @param producer up to where the guest has written
     * @param replies up to where the guest can read replies
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
                slots.give(slot);
                continue;
            }
            boolean answered = slots.number(slot, REPLYING) != 0 && replies - slots.number(slot, REPLY_END) >= 0;
            if (answered) {
                slots.state(slot, DROPPED);
            }
            slots.commit(slot, REPLYING, 0);
            found.put(index, slot);
        }
    }

    /** What the request did to fids, which may have been done already. */
    private void apply(int slot) {
        int gone = slots.number(slot, GONE) - 1;
        fids.live(slots.number(slot, MADE) - 1);
        fids.opened(slots.number(slot, OPENED) - 1);
        boolean ended = fids.end(gone);
        clear(slot);
        if (ended) {
            fids.recycle(gone);
        }
    }

    private void clear(int slot) {
        slots.commit(slot, MADE, 0);
        slots.commit(slot, OPENED, 0);
        slots.commit(slot, GONE, 0);
    }

    /** @return whether all that an earlier process had begun has been taken up again */
    public synchronized boolean isCaughtUp() {
        return found.isEmpty();
    }

    /**
     * Takes note of a request.
     *
     * @param index of its first byte in the ring
     * @return its note; empty when there are too many that are not finished
     */
    public synchronized Optional<Note> take(int index) {
        Integer known = found.remove(index);
        if (known != null) {
            return Optional.of(new Note(known, slots.state(known)));
        }
        int slot = slots.take();
        if (slot < 0) {
            return Optional.empty();
        }
        slots.number(slot, INDEX, index);
        slots.number(slot, REPLYING, 0);
        clear(slot);
        slots.state(slot, TAKEN);
        return Optional.of(new Note(slot, TAKEN));
    }

    /** What is noted of one request. */
    public final class Note implements Trace {
        private final int slot;
        private final int found;

        private Note(int slot, int found) {
            this.slot = slot;
            this.found = found;
        }

        /** @return whether an earlier process has ended it, with a reply or without */
        public boolean isEnded() {
            return found == DROPPED;
        }

        /** @return the reply that an earlier process had ready; empty when it had none */
        public Optional<byte[]> reply() {
            return found == EXECUTED ? Optional.of(slots.bytes(slot, REPLY)) : Optional.empty();
        }

        @Override
        public void begins(long before) {
            slots.wide(slot, BEFORE, before);
            slots.state(slot, BEGUN);
        }

        @Override
        public boolean isAgain() {
            return found == BEGUN;
        }

        @Override
        public long before() {
            return slots.wide(slot, BEFORE);
        }

        @Override
        public void executed(ByteBuffer reply, int made, int gone, int opened) {
            if (reply.remaining() > MOST_REPLY) {
                throw new IllegalArgumentException("a reply of " + reply.remaining() + " bytes is not kept");
            }
            slots.number(slot, MADE, made + 1);
            slots.number(slot, GONE, gone + 1);
            slots.number(slot, OPENED, opened + 1);
            slots.bytes(slot, REPLY, reply);
            slots.state(slot, EXECUTED);
            apply(slot);
        }

        /** @param end where the ring's index will be when the guest can read the reply */
        public void replying(int end) {
            slots.number(slot, REPLY_END, end);
            slots.commit(slot, REPLYING, 1);
        }

        /** It ends without a reply. */
        public void dropped() {
            slots.state(slot, DROPPED);
        }

        /** The guest has its bytes back. */
        public void free() {
            slots.give(slot);
        }
    }
}
