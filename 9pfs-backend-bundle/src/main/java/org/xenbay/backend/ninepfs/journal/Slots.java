// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.ninepfs.journal;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Deque;

/**
 * Equal slots in persistent memory. A slot's first number is its state, 0 when it is free; the state is stored last, after all
 * earlier stores. The second number is its generation, which changes each time the slot is taken. A reference consists of the
 * slot's number and its generation, so a reference becomes invalid when the slot is freed. The slots that were freed last are
 * taken first, so that little memory is used.
 *
 * <p>Not thread-safe: the {@link SlotTable} calls this under its own lock.
 */
final class Slots {

    static final int FREE = 0;

    /** No slot. */
    static final long NONE = -1;

    /** Where a slot's own content begins. */
    static final int CONTENT = 8;

    /** Bytes of a token in a slot, with its length; a token is at most 96 letters. */
    static final int TOKEN = 104;

    private static final int GENERATION = 4;

    private final Pieces pieces;
    /** Free slots below the first one that was never used. */
    private final Deque<Integer> free = new ArrayDeque<>();

    private final BitSet taken = new BitSet();
    /** Another connection may use the memory: nothing more is stored there. */
    private boolean revoked;

    Slots(Pieces pieces) {
        this.pieces = pieces;
        for (int slot = pieces.used() - 1; slot >= 0; slot--) {
            if (state(slot) == FREE) {
                free.push(slot);
            } else {
                taken.set(slot);
            }
        }
    }

    /** Begins as if no slot was ever used. */
    void beginEmpty() {
        pieces.begin();
        free.clear();
        taken.clear();
    }

    /** @return whether there is memory for one slot at least */
    boolean begin() {
        beginEmpty();
        return pieces.capacity() > 0 || pieces.grow();
    }

    boolean isComplete() {
        return pieces.isComplete();
    }

    /** From now on no slot is taken, and all references are invalid. */
    void revoke() {
        revoked = true;
    }

    /** @return how many have ever been used */
    int used() {
        return pieces.used();
    }

    /** @return reference of a slot that was free; {@link #NONE} when no slot is free and there is no memory for more */
    long take() {
        if (revoked) {
            return NONE;
        }
        int slot;
        if (!free.isEmpty()) {
            slot = free.pop();
        } else if (pieces.used() < pieces.capacity() || pieces.grow()) {
            slot = pieces.used();
            state(slot, FREE);
            pieces.used(slot + 1);
        } else {
            return NONE;
        }
        number(slot, GENERATION, number(slot, GENERATION) + 1);
        taken.set(slot);
        return reference(slot);
    }

    /** @return reference of a slot in its present generation */
    long reference(int slot) {
        return (long) number(slot, GENERATION) << Integer.SIZE | slot;
    }

    /** @return number of a reference's slot */
    static int slot(long reference) {
        return (int) reference;
    }

    /** @return whether the slot is still in the generation of the reference */
    boolean holds(long reference) {
        int slot = slot(reference);
        return !revoked
                && reference != NONE
                && slot >= 0
                && slot < used()
                && taken.get(slot)
                && reference(slot) == reference;
    }

    /** Frees the slot of a reference, unless it was freed before. */
    void give(long reference) {
        if (holds(reference)) {
            int slot = slot(reference);
            state(slot, FREE);
            taken.clear(slot);
            free.push(slot);
        }
    }

    int state(int slot) {
        return pieces.memory(slot).number(pieces.at(slot));
    }

    void state(int slot, int value) {
        pieces.memory(slot).commit(pieces.at(slot), value);
    }

    int number(int slot, int offset) {
        return pieces.memory(slot).number(pieces.at(slot) + offset);
    }

    void number(int slot, int offset, int value) {
        pieces.memory(slot).number(pieces.at(slot) + offset, value);
    }

    /** Stores a number, after all earlier stores. */
    void commit(int slot, int offset, int value) {
        pieces.memory(slot).commit(pieces.at(slot) + offset, value);
    }

    long wide(int slot, int offset) {
        return pieces.memory(slot).wide(pieces.at(slot) + offset);
    }

    void wide(int slot, int offset, long value) {
        pieces.memory(slot).wide(pieces.at(slot) + offset, value);
    }

    byte[] bytes(int slot, int offset) {
        ByteBuffer memory = pieces.memory(slot).bytes();
        int length = memory.getInt(pieces.at(slot) + offset);
        if (length < 0 || length > pieces.size() - offset - Integer.BYTES) {
            throw new IllegalStateException("the journal is damaged: a text of " + length + " bytes");
        }
        byte[] value = new byte[length];
        memory.get(pieces.at(slot) + offset + Integer.BYTES, value);
        return value;
    }

    /** Stores the number of bytes, and the bytes. */
    void bytes(int slot, int offset, byte[] value) {
        bytes(slot, offset, ByteBuffer.wrap(value));
    }

    void bytes(int slot, int offset, ByteBuffer value) {
        ByteBuffer memory = pieces.memory(slot).bytes();
        memory.putInt(pieces.at(slot) + offset, value.remaining());
        memory.put(pieces.at(slot) + offset + Integer.BYTES, value, value.position(), value.remaining());
    }

    String token(int slot, int offset) {
        return new String(bytes(slot, offset), StandardCharsets.US_ASCII);
    }

    void token(int slot, int offset, String token) {
        byte[] bytes = token.getBytes(StandardCharsets.US_ASCII);
        if (bytes.length > TOKEN - Integer.BYTES) {
            throw new IllegalArgumentException("a token of " + bytes.length + " bytes");
        }
        bytes(slot, offset, bytes);
    }

    /** Replaces a token by an empty one, or an empty one by another. The last store makes the token valid. */
    void lateToken(int slot, int offset, String token) {
        byte[] bytes = token.getBytes(StandardCharsets.US_ASCII);
        if (bytes.length > TOKEN - Integer.BYTES) {
            throw new IllegalArgumentException("a token of " + bytes.length + " bytes");
        }
        commit(slot, offset, 0);
        pieces.memory(slot).bytes().put(pieces.at(slot) + offset + Integer.BYTES, bytes);
        commit(slot, offset, bytes.length);
    }
}
