// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.ninepfs.journal;

import java.nio.ByteBuffer;
import java.util.Optional;
import org.xenbay.api.journal.JournalMemory;

/**
 * The table of locks. Each change writes the whole table beside the last one. Pieces of memory double in size; each size has
 * two halves, and of all halves the one that was written last counts. By any thread.
 */
public final class LockLog {

    private static final int SIZES = 7;
    private static final int SMALLEST = 4 * 1024;

    private static final int ORDER = 0;
    private static final int TABLE = 4;

    private final JournalMemory head;
    private final int entry;
    private final Area area;
    private final Runnable atCommit;
    /** Two halves of each size; null for sizes that were not needed yet. */
    private final JournalMemory[] halves = new JournalMemory[2 * SIZES];

    private int last = -1;
    private boolean complete = true;
    private boolean revoked;

    /** @param entry offset in the head of a number whose bits tell which sizes there are */
    LockLog(JournalMemory head, int entry, boolean known, Area area, Runnable atCommit) {
        this.head = head;
        this.entry = entry;
        this.area = area;
        this.atCommit = atCommit;
        int sizes = known ? head.number(entry) : 0;
        for (int size = 0; size < SIZES; size++) {
            if ((sizes & 1 << size) != 0) {
                complete &= attach(size);
            }
        }
        for (int half = 0; half < halves.length; half++) {
            if (order(half) != 0 && (last < 0 || order(half) - order(last) > 0)) {
                last = half;
            }
        }
    }

    private boolean attach(int size) {
        int bytes = SMALLEST << size;
        Optional<ByteBuffer> both = area.piece("locks-" + size, 2 * bytes);
        both.ifPresent(memory -> {
            halves[2 * size] = new JournalMemory(memory.slice(0, bytes), atCommit);
            halves[2 * size + 1] = new JournalMemory(memory.slice(bytes, bytes), atCommit);
        });
        return both.isPresent();
    }

    private int order(int half) {
        return halves[half] == null ? 0 : halves[half].number(ORDER);
    }

    private void order(int half, int value) {
        halves[half].commit(ORDER, value);
    }

    synchronized boolean begin() {
        int sizes = 0;
        for (int size = 0; size < SIZES; size++) {
            sizes |= halves[2 * size] == null ? 0 : 1 << size;
        }
        head.commit(entry, sizes);
        clear();
        return !revoked;
    }

    /**
     * @param table a buffer that begins with all locks
     * @param length number of bytes of the locks
     * @return whether there was room
     */
    public synchronized boolean write(byte[] table, int length) {
        if (revoked) {
            return true;
        }
        int half = halfFor(length);
        if (half < 0) {
            return false;
        }
        int next = last < 0 ? 1 : order(last) + 1;
        halves[half].number(TABLE, length);
        halves[half].bytes().put(TABLE + Integer.BYTES, table, 0, length);
        order(half, next == 0 ? 1 : next);
        last = half;
        return true;
    }

    /** @return a half with room that does not count now; -1 for none */
    private int halfFor(int length) {
        for (int size = 0; size < SIZES; size++) {
            if (length <= (SMALLEST << size) - TABLE - Integer.BYTES) {
                if (halves[2 * size] == null) {
                    if (!attach(size)) {
                        return -1;
                    }
                    head.commit(entry, head.number(entry) | 1 << size);
                }
                return last == 2 * size ? 2 * size + 1 : 2 * size;
            }
        }
        return -1;
    }

    /** @return the table that was written last; empty when there is none */
    public synchronized byte[] read() {
        if (last < 0) {
            return new byte[0];
        }
        int length = halves[last].number(TABLE);
        if (length < 0 || length > halves[last].bytes().capacity() - TABLE - Integer.BYTES) {
            throw new IllegalStateException("the journal is damaged: a table of locks of " + length + " bytes");
        }
        byte[] table = new byte[length];
        halves[last].bytes().get(TABLE + Integer.BYTES, table);
        return table;
    }

    synchronized void clear() {
        for (int half = 0; !revoked && half < halves.length; half++) {
            if (halves[half] != null) {
                order(half, 0);
            }
        }
        last = -1;
    }

    synchronized boolean isComplete() {
        return complete;
    }

    synchronized void revoke() {
        revoked = true;
    }
}
