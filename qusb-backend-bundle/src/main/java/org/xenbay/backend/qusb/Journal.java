// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.qusb;

import java.util.ArrayList;
import java.util.List;
import org.xenbay.api.ring.CorruptRingException;
import org.xenbay.api.xen.SharedMemory;

/**
 * Notes requests under way where the notes survive this process: in the ring's page, between the indices and the slots
 * (struct *_sring in xen/include/public/io/ring.h has 48 bytes there, zeroed by the frontend and used by no driver of
 * usbif). A daemon that takes the connection over after a crash can answer them. Otherwise a guest would wait for ever, as
 * answers out of order leave no trace of missing ones.
 *
 * <p>A request is taken by one store, and answered by one store: that of the index which the guest sees. Before the latter,
 * the journal notes which requests are answered at which index: so after a crash it is known whether they were.
 *
 * <p>The guest can write there too, but can only cause wrong answers to its own requests.
 */
final class Journal {

    /** Two halves of 32 bits: used slots; low bits of the index up to which requests were taken. */
    private static final int TAKEN = 16;

    /** Answered slots; low bits of the index of published answers at which they are. */
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

    /** @param atStore runs before and after each store; a test kills here */
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
     * @throws CorruptRingException when it is none of this code's forms. The guest can write here, so that says nothing of this
     *     code: only this guest's device fails
     */
    int resume(int producer) {
        int form = page.getIntAcquire(FORM);
        if ((form & ~LOW) != MAGIC) {
            return Integer.MAX_VALUE;
        }
        if ((form & LOW) != VERSION) {
            throw new CorruptRingException(
                    "what is noted of the requests is of version " + (form & LOW) + ", known is " + VERSION);
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

    /** An answer is in the ring, where the guest does not see it yet. */
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
     * Called before the guest sees the answers that were put into the ring.
     *
     * @param producer index of published answers, when it has
     */
    void publishing(int producer) {
        if (answering != 0) {
            store(ANSWERING, answering << 16 | producer & LOW);
        }
    }

    /** Called after the guest sees them. */
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
