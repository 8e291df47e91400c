package org.xenbay.backend.ninepfs.journal;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** Values of extended attributes that are being read or written by a fid. There are few at a time. */
public final class Blobs {

    static final int SLOTS = 32;
    static final int SLOT = 80 * 1024;

    private static final int MOST = SLOT - 16;
    private static final int USED = 1;
    private static final int BYTES = 4;

    private final Slots slots;

    Blobs(ByteBuffer memory, int start, Runnable beforeStore) {
        this.slots = new Slots(memory, start, SLOT, SLOTS, beforeStore);
    }

    /** @return slot of a copy; -1 when there is no room */
    public int put(byte[] value) {
        int slot = value.length > MOST ? -1 : slots.take();
        if (slot >= 0) {
            slots.bytes(slot, BYTES, value);
            slots.state(slot, USED);
        }
        return slot;
    }

    /** @param value begins with what was there, so that a part of it does no harm */
    public void grow(int slot, byte[] value) {
        if (slot >= 0 && value.length <= MOST) {
            slots.bytes(slot, BYTES, value);
        }
    }

    byte[] get(int slot) {
        return slot < 0 || slots.state(slot) != USED ? new byte[0] : slots.bytes(slot, BYTES);
    }

    /** @param slot of a value that is of no use any more, or -1 */
    public void drop(int slot) {
        if (slot >= 0 && slots.state(slot) == USED) {
            slots.give(slot);
        }
    }

    void keepOnly(int[] kept) {
        for (int slot = 0; slot < slots.used(); slot++) {
            int each = slot;
            if (Arrays.stream(kept).noneMatch(one -> one == each)) {
                drop(slot);
            }
        }
    }
}
