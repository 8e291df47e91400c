// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.vkbd;

import org.xenbay.api.budget.Allowance;

/**
 * The memory of a keyboard's queue. The first {@value #FREE} bytes are free, so that a guest that has used up its memory
 * elsewhere still gets keys; further bytes count as the guest's memory. Under the caller's lock.
 */
final class QueueMemory {

    static final long FREE = 8 * 1024;

    private final Allowance memory;
    private long held;

    /** @param memory the guest's allowance */
    QueueMemory(Allowance memory) {
        this.memory = memory;
    }

    /** @return false when the guest has reached its limit; then nothing was taken */
    boolean tryTake(long bytes) {
        boolean taken = memory.tryTake(counted(held + bytes) - counted(held));
        held += taken ? bytes : 0;
        return taken;
    }

    /** @param bytes are not refused */
    void take(long bytes) {
        memory.carryOver(counted(held + bytes) - counted(held));
        held += bytes;
    }

    void give(long bytes) {
        memory.give(counted(held) - counted(held - bytes));
        held -= bytes;
    }

    private static long counted(long bytes) {
        return Math.max(0, bytes - FREE);
    }
}
