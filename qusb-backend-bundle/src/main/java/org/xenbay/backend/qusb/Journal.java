// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.qusb;

import java.util.ArrayList;
import java.util.List;
import org.xenbay.api.ring.CorruptRingException;
import org.xenbay.api.xen.SharedMemory;

/**
 * Notes requests under way in memory that survives this process: in the ring's page, between the indices and the slots (struct
 * *_sring in xen/include/public/io/ring.h has 48 bytes there, zeroed by the frontend and used by no driver of usbif). A daemon
 * that takes the connection over after a crash can thereby answer them. Otherwise a guest would wait for ever: answers come out
 * of order, so the ring does not show which ones are missing.
 *
 * <p>One store takes a request, and one store answers it: the store of the index that the guest reads. Before that store, the
 * journal notes which requests are answered at which index. After a crash, the index shows whether they were answered.
 *
 * <p>The guest can write to this memory too, but it can only cause wrong answers to its own requests.
 */
final class Journal {

    /** Two halves of 32 bits: used slots; low bits of the index up to which requests were taken. */
    private static final int TAKEN = 16;

    /** Answered slots; low bits of the index of published answers at which they are published. */
    private static final int ANSWERING = 20;

    private static final int IDS = 24;
    private static final int SLOTS = 16;
    private static final int FORM = 56;

    /** "QJ" and the version. */
    private static final int MAGIC = 0x514A_0000;

    private static final int VERSION = 1;
    private static final int LOW = 0xFFFF;

    private final SharedMemory page;
    private final Runnable atStore;
    private int used;
    private int answering;
    private int consumer;

    /** @param atStore runs before and after each store; a test simulates a kill there */
    Journal(SharedMemory page, Runnable atStore) {
        this.page = page;
        this.atStore = atStore;
    }

    private void store(int offset, int value) {
        atStore.run();
        page.putIntRelease(offset, value);
        atStore.run();
    }

    private void storeTaken() {
        store(TAKEN, used << 16 | consumer & LOW);
    }

    /**
     * Begins without requests under way.
     *
     * @param index up to which requests were taken
     */
    void begin(int index) {
        used = 0;
        answering = 0;
        consumer = index;
        store(FORM, 0);
        store(ANSWERING, 0);
        storeTaken();
        store(FORM, MAGIC | VERSION);
    }

    /**
     * Continues with the noted requests.
     *
     * @param producer index of published answers
     * @return number of requests that were taken and not answered; larger than the ring when there are no valid notes
     * @throws CorruptRingException when the notes have none of this code's formats. The guest can write here, so this does not
     *     count against the code: only this guest's device fails
     */
    int resume(int producer) {
        int form = page.getIntAcquire(FORM);
        if ((form & ~LOW) != MAGIC) {
            return Integer.MAX_VALUE;
        }
        if ((form & LOW) != VERSION) {
            throw new CorruptRingException(
                    "the journal of the requests is of version " + (form & LOW) + ", known is " + VERSION);
        }
        int taken = page.getIntAcquire(TAKEN);
        int answered = page.getIntAcquire(ANSWERING);
        used = taken >>> 16;
        consumer = taken & LOW;
        if ((answered & LOW) == (producer & LOW)) {
            used &= ~(answered >>> 16);
        }
        storeTaken();
        store(ANSWERING, 0);
        return consumer - producer & LOW;
    }

    /** One more request was taken. */
    void taken(int id) {
        int slot = Integer.numberOfTrailingZeros(~used);
        if (slot < SLOTS) {
            page.putShort(IDS + 2 * slot, id);
            used |= 1 << slot;
        }
        consumer++;
        storeTaken();
    }

    /** An answer was put into the ring, but is not visible to the guest yet. */
    void answering(int id) {
        for (int slot = 0; slot < SLOTS; slot++) {
            int bit = 1 << slot;
            if ((used & ~answering & bit) != 0 && page.getShort(IDS + 2 * slot) == id) {
                answering |= bit;
                return;
            }
        }
    }

    /**
     * Called before the answers in the ring become visible to the guest.
     *
     * @param producer index of published answers afterwards
     */
    void publishing(int producer) {
        if (answering != 0) {
            store(ANSWERING, answering << 16 | producer & LOW);
        }
    }

    /** Called after the answers have become visible to the guest. */
    void published() {
        if (answering != 0) {
            used &= ~answering;
            answering = 0;
            storeTaken();
            store(ANSWERING, 0);
        }
    }

    /** @return ids of requests that were taken and not answered, 16 at most */
    List<Integer> ids() {
        List<Integer> ids = new ArrayList<>();
        for (int slot = 0; slot < SLOTS; slot++) {
            if ((used & 1 << slot) != 0) {
                ids.add(page.getShort(IDS + 2 * slot));
            }
        }
        return ids;
    }
}
