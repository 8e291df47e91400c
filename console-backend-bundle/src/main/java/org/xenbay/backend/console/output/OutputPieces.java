// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.console.output;

import org.jspecify.annotations.Nullable;
import org.xenbay.api.budget.Allowance;

/**
 * The pieces of memory of one {@link OutputBuffer}. All but the first {@value #FREE} count as the guest's memory. One spare
 * piece is kept for reuse.
 */
final class OutputPieces {

    /** Bytes of a piece. */
    static final int SIZE = 4096;

    /**
     * Pieces that every console has, even if its guest has used up its memory: with fewer, each line would overwrite the one
     * before.
     */
    static final int FREE = 2;

    private final Allowance memory;
    private byte @Nullable [] spare;
    /** Number of pieces, the spare one included. */
    private int count;

    private boolean carriesOver;

    /** @param memory the guest's allowance */
    OutputPieces(Allowance memory) {
        this.memory = memory;
    }

    /** @return null when the guest is at its limit */
    byte @Nullable [] take() {
        byte[] piece = spare;
        spare = null;
        if (piece == null && mayGrow()) {
            piece = new byte[SIZE];
            count++;
        }
        return piece;
    }

    private boolean mayGrow() {
        if (count >= FREE && carriesOver) {
            memory.carryOver(SIZE);
            return true;
        }
        return count < FREE || memory.tryTake(SIZE);
    }

    void giveBack(byte[] piece) {
        if (spare == null) {
            spare = piece;
        } else {
            count--;
            if (count >= FREE) {
                memory.give(SIZE);
            }
        }
    }

    /** @param now whether pieces taken from now on continue a predecessor's and are not refused */
    void carryOver(boolean now) {
        carriesOver = now;
    }

    /** @return bytes of all pieces */
    int allocated() {
        return count * SIZE;
    }

    /** All pieces are free. */
    void close() {
        memory.give((long) SIZE * Math.max(0, count - FREE));
        count = 0;
        spare = null;
    }
}
