// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.ninepfs.journal;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.xenbay.api.journal.JournalMemory;

/**
 * The memory of one table of equal slots: pieces, each of which doubles the table, except the first. The journal's head has
 * their number, so that the next process finds them. Not thread-safe.
 */
final class Pieces {

    /**
     * A table.
     *
     * @param name of its pieces; one word
     * @param size bytes of one slot, a multiple of 8
     * @param first slots of the first piece, a power of two
     * @param most slots of all pieces, a power of two
     */
    record Shape(String name, int size, int first, int most) {}

    /** Bytes of a table's entry in the journal's head: the number of its pieces, and the number of slots that were ever used. */
    static final int ENTRY = 8;

    private final JournalMemory head;
    private final int entry;
    private final Area area;
    private final Shape shape;
    private final Runnable atCommit;
    private final List<JournalMemory> pieces = new ArrayList<>();
    private final boolean complete;

    /**
     * @param head the journal's
     * @param entry offset of this table's entry there
     * @param known whether the head has this format, so that its entry is valid
     * @param area provides the pieces
     * @param shape of the table
     * @param atCommit run before and after each store that commits
     */
    Pieces(JournalMemory head, int entry, boolean known, Area area, Shape shape, Runnable atCommit) {
        this.head = head;
        this.entry = entry;
        this.area = area;
        this.shape = shape;
        this.atCommit = atCommit;
        int noted = known ? head.number(entry) : 0;
        boolean there = noted >= 0 && slotsOf(noted) <= shape.most;
        while (there && pieces.size() < noted) {
            there = attach();
        }
        this.complete = there;
    }

    /** @return whether all pieces of the earlier process were found */
    boolean isComplete() {
        return complete;
    }

    private boolean attach() {
        int number = pieces.size();
        Optional<ByteBuffer> piece = area.piece(shape.name + "-" + number, bytesOf(number));
        piece.ifPresent(memory -> pieces.add(new JournalMemory(memory, atCommit)));
        return piece.isPresent();
    }

    private int bytesOf(int number) {
        return (number == 0 ? shape.first : shape.first << number - 1) * shape.size;
    }

    private int slotsOf(int count) {
        return count == 0 ? 0 : shape.first << count - 1;
    }

    /** @return number of slots that fit into the memory */
    int capacity() {
        return slotsOf(pieces.size());
    }

    /** @return whether the table got one piece more */
    boolean grow() {
        if (capacity() >= shape.most || !attach()) {
            return false;
        }
        note();
        return true;
    }

    private void note() {
        head.commit(entry, pieces.size());
    }

    /** Writes this table's entry into the head: no slot was ever used. */
    void begin() {
        used(0);
        note();
    }

    /** @return number of slots that were ever used */
    int used() {
        return Math.max(0, Math.min(capacity(), head.number(entry + Integer.BYTES)));
    }

    void used(int slots) {
        head.commit(entry + Integer.BYTES, slots);
    }

    private int pieceOf(int slot) {
        return slot < shape.first ? 0 : Integer.SIZE - Integer.numberOfLeadingZeros(slot / shape.first);
    }

    /** @return the memory that a slot is in */
    JournalMemory memory(int slot) {
        return pieces.get(pieceOf(slot));
    }

    /** @return where the slot begins there */
    int at(int slot) {
        return (slot - slotsOf(pieceOf(slot))) * shape.size;
    }

    /** @return bytes of one slot */
    int size() {
        return shape.size;
    }
}
