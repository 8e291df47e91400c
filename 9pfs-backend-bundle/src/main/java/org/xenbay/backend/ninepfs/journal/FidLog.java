package org.xenbay.backend.ninepfs.journal;

import java.nio.ByteBuffer;
import java.util.function.IntConsumer;

/** The fids of a session: each is prepared first, and there with one store. */
public final class FidLog {

    static final int SLOT = 128;

    private static final int PREPARED = 1;
    private static final int LIVE = 2;

    private static final int NUMBER = 4;
    private static final int USER = 8;
    private static final int PLACE = 12;
    private static final int KIND = 16;
    private static final int FLAGS = 20;
    private static final int OPEN = 24;
    private static final int BLOB = 28;
    private static final int WORD = 32;

    private final Slots slots;

    FidLog(ByteBuffer memory, int start, int count, Runnable beforeStore) {
        this.slots = new Slots(memory, start, SLOT, count, beforeStore);
    }

    /**
     * A fid is about to be.
     *
     * @return its slot; -1 when there is none
     */
    public int prepare(int number, int user, int placeSlot) {
        int slot = slots.take();
        if (slot >= 0) {
            slots.number(slot, NUMBER, number);
            slots.number(slot, USER, user);
            slots.number(slot, PLACE, placeSlot);
            slots.number(slot, OPEN, 0);
            slots.number(slot, BLOB, 0);
            slots.state(slot, PREPARED);
        }
        return slot;
    }

    /**
     * Something is about to be open by a fid.
     *
     * @param slot the fid's
     * @param kind what it is
     * @param flags how it was opened
     * @param word by which it is taken
     * @param blob slot of its bytes, or -1
     */
    public void prepareOpen(int slot, int kind, int flags, String word, int blob) {
        slots.number(slot, KIND, kind);
        slots.number(slot, FLAGS, flags);
        slots.number(slot, BLOB, blob + 1);
        slots.word(slot, WORD, word);
    }

    void live(int slot) {
        if (slot >= 0 && slots.state(slot) == PREPARED) {
            slots.state(slot, LIVE);
        }
    }

    /** @param slot what was prepared to be open by it is */
    public void opened(int slot) {
        if (slot >= 0) {
            slots.commit(slot, OPEN, 1);
        }
    }

    /** @param slot is there, without a request that made it: it was taken over */
    public void adopt(int slot) {
        live(slot);
    }

    /**
     * It is not there any more, but its slot is not to be taken yet.
     *
     * @return whether it was there: else a killed process had come that far, and the slot is free already
     */
    boolean end(int slot) {
        boolean there = slot >= 0 && slots.state(slot) != Slots.FREE;
        if (there) {
            slots.state(slot, Slots.FREE);
        }
        return there;
    }

    void recycle(int slot) {
        slots.recycle(slot);
    }

    void forget(int slot) {
        if (slot >= 0 && slots.state(slot) != Slots.FREE) {
            slots.give(slot);
        }
    }

    /** @param slot of a fid that never was */
    public void abandon(int slot) {
        forget(slot);
    }

    /** Nothing of the session is left. */
    void clear() {
        for (int slot = 0; slot < slots.used(); slot++) {
            forget(slot);
        }
    }

    /** Frees what was never there, and tells the rest. */
    void forEachLive(IntConsumer each) {
        for (int slot = 0; slot < slots.used(); slot++) {
            int state = slots.state(slot);
            if (state == PREPARED) {
                slots.give(slot);
            } else if (state == LIVE) {
                each.accept(slot);
            }
        }
    }

    /** @return slot of the bytes that belong to a fid, or -1 */
    public int blobOf(int slot) {
        return slots.number(slot, BLOB) - 1;
    }

    int number(int slot) {
        return slots.number(slot, NUMBER);
    }

    int user(int slot) {
        return slots.number(slot, USER);
    }

    int place(int slot) {
        return slots.number(slot, PLACE);
    }

    boolean isOpen(int slot) {
        return slots.number(slot, OPEN) != 0;
    }

    int kind(int slot) {
        return slots.number(slot, KIND);
    }

    int flags(int slot) {
        return slots.number(slot, FLAGS);
    }

    String word(int slot) {
        return slots.word(slot, WORD);
    }

    /** @param word the same thing's in this process */
    public void word(int slot, String word) {
        slots.word(slot, WORD, word);
    }
}
