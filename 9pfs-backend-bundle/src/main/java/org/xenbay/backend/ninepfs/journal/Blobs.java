// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.ninepfs.journal;

/** Values of extended attributes that are being read or written by a fid. There are few at a time. */
public final class Blobs extends SlotTable {

    private static final int SLOT = 80 * 1024;
    static final Pieces.Shape SHAPE = new Pieces.Shape("values", SLOT, 1, 32);

    private static final int USED = 1;
    private static final int BYTES = Slots.CONTENT;
    private static final int MOST = SLOT - BYTES - Integer.BYTES;

    Blobs(Slots slots) {
        super(slots);
    }

    /** @return reference of a copy; {@link Trace#NOTHING} when there is no room */
    public synchronized long put(byte[] value) {
        long reference = value.length > MOST ? Slots.NONE : slots.take();
        if (reference != Slots.NONE) {
            slots.bytes(Slots.slot(reference), BYTES, value);
            slots.state(Slots.slot(reference), USED);
        }
        return reference;
    }

    /** @param value the new value, which begins with the present one; a kill in the middle of the store therefore does no harm */
    public synchronized void grow(long reference, byte[] value) {
        if (slots.holds(reference) && value.length <= MOST) {
            slots.bytes(Slots.slot(reference), BYTES, value);
        }
    }

    synchronized byte[] get(long reference) {
        return slots.holds(reference) ? slots.bytes(Slots.slot(reference), BYTES) : new byte[0];
    }

    /** @param reference of a value that is not needed any more, or {@link Trace#NOTHING} */
    public synchronized void drop(long reference) {
        slots.give(reference);
    }

    /** Starts without memory: most guests never need any. */
    @Override
    synchronized boolean begin() {
        slots.beginEmpty();
        return true;
    }
}
