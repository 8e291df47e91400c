// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.ninepfs.journal;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.function.LongPredicate;

/** A part of the journal that consists of equal slots. By any thread; one lock for each table. */
abstract class SlotTable {

    @GuardedBy("this")
    final Slots slots;

    SlotTable(Slots slots) {
        this.slots = slots;
    }

    /**
     * Begins without any slot in use.
     *
     * @return whether there is memory for one slot at least
     */
    synchronized boolean begin() {
        return slots.begin();
    }

    /** @return whether all memory of an earlier process was found */
    synchronized boolean isComplete() {
        return slots.isComplete();
    }

    /** From now on nothing is stored: another connection may use the memory. */
    synchronized void revoke() {
        slots.revoke();
    }

    /** @param keep tells for a reference whether its slot stays in use */
    synchronized void keepOnly(LongPredicate keep) {
        for (int slot = 0; slot < slots.used(); slot++) {
            long reference = slots.reference(slot);
            if (!keep.test(reference)) {
                slots.give(reference);
            }
        }
    }

    /** No slot stays in use. */
    final void clear() {
        keepOnly(reference -> false);
    }
}
