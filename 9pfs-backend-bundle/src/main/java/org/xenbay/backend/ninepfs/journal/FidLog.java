// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.ninepfs.journal;

import java.util.function.LongConsumer;

/** The fids of a session: each is prepared first, and then made valid by a single store. By any thread. */
public final class FidLog extends SlotTable {

    private static final int PREPARED = 1;
    private static final int LIVE = 2;

    private static final int NUMBER = Slots.CONTENT;
    private static final int USER = NUMBER + 4;
    private static final int ENTRY = USER + 4;
    private static final int BLOB = ENTRY + 8;
    private static final int KIND = BLOB + 8;
    private static final int FLAGS = KIND + 4;
    private static final int OPEN = FLAGS + 4;
    private static final int TOKEN = OPEN + 4;
    private static final int SLOT = TOKEN + Slots.TOKEN + 4;

    private static final int FIRST = 128;

    static final Pieces.Shape SHAPE = new Pieces.Shape("fids", SLOT, FIRST, Journal.MAX_FIDS);

    FidLog(Slots slots) {
        super(slots);
    }

    /**
     * Prepares a fid.
     *
     * @param entry reference of its path entry
     * @return its reference; {@link Trace#NOTHING} when there is no room for it
     */
    public synchronized long prepare(int number, int user, long entry) {
        long reference = slots.take();
        if (reference != Slots.NONE) {
            int slot = Slots.slot(reference);
            slots.number(slot, NUMBER, number);
            slots.number(slot, USER, user);
            slots.wide(slot, ENTRY, entry);
            slots.number(slot, OPEN, 0);
            slots.wide(slot, BLOB, Slots.NONE);
            slots.state(slot, PREPARED);
        }
        return reference;
    }

    /**
     * Prepares the note of what a fid has open.
     *
     * @param fid its reference
     * @param kind the kind of object that is open
     * @param flags how it was opened
     * @param token the object's token
     * @param blob reference of its bytes, or {@link Trace#NOTHING}
     */
    public synchronized void prepareOpen(long fid, int kind, int flags, String token, long blob) {
        if (slots.holds(fid)) {
            int slot = Slots.slot(fid);
            slots.number(slot, KIND, kind);
            slots.number(slot, FLAGS, flags);
            slots.wide(slot, BLOB, blob);
            slots.token(slot, TOKEN, token);
        }
    }

    /** @param fid a prepared fid, which is valid from now on: a request has made it, or it was taken over */
    public synchronized void live(long fid) {
        if (slots.holds(fid) && slots.state(Slots.slot(fid)) == PREPARED) {
            slots.state(Slots.slot(fid), LIVE);
        }
    }

    /** @param fid a fid whose open object, noted by {@link #prepareOpen}, is valid from now on */
    public synchronized void opened(long fid) {
        if (slots.holds(fid)) {
            slots.commit(Slots.slot(fid), OPEN, 1);
        }
    }

    /** @param fid was removed, or never added */
    public synchronized void end(long fid) {
        slots.give(fid);
    }

    /** Frees fids that are only prepared, and passes on the references of the others. */
    synchronized void forEachLive(LongConsumer each) {
        for (int slot = 0; slot < slots.used(); slot++) {
            int state = slots.state(slot);
            if (state == PREPARED) {
                slots.give(slots.reference(slot));
            } else if (state == LIVE) {
                each.accept(slots.reference(slot));
            }
        }
    }

    /** @return reference of the bytes that belong to a fid, or {@link Trace#NOTHING} */
    public synchronized long blobOf(long fid) {
        return slots.holds(fid) ? slots.wide(Slots.slot(fid), BLOB) : Slots.NONE;
    }

    synchronized int number(long fid) {
        return slots.number(Slots.slot(fid), NUMBER);
    }

    synchronized int user(long fid) {
        return slots.number(Slots.slot(fid), USER);
    }

    synchronized long entry(long fid) {
        return slots.wide(Slots.slot(fid), ENTRY);
    }

    synchronized boolean isOpen(long fid) {
        return slots.number(Slots.slot(fid), OPEN) != 0;
    }

    synchronized int kind(long fid) {
        return slots.number(Slots.slot(fid), KIND);
    }

    synchronized int flags(long fid) {
        return slots.number(Slots.slot(fid), FLAGS);
    }

    synchronized String token(long fid) {
        return slots.token(Slots.slot(fid), TOKEN);
    }

    /** @param token the token that the fid's open object has in this process */
    public synchronized void token(long fid, String token) {
        if (slots.holds(fid)) {
            slots.token(Slots.slot(fid), TOKEN, token);
        }
    }
}
