// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.ninepfs.journal;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.xenbay.api.journal.JournalMemory;

/**
 * The table of locks. Each change writes the whole table into memory that does not contain the last one. Pieces of memory
 * double in size, and each size has two halves. Of all halves, the one that was written last is valid. By any thread.
 */
public final class LockLog {

    private static final int SIZES = 7;
    private static final int SMALLEST = 4 * 1024;

    private static final int ORDER = 0;
    private static final int TABLE = 4;

    /** No half. */
    private static final int NONE = -1;

    private final JournalMemory head;
    private final int entry;
    private final Area area;
    private final Runnable atCommit;

    /** Two halves of each size that has been needed. */
    @GuardedBy("this")
    private final @Nullable JournalMemory[] halves = new @Nullable JournalMemory[2 * SIZES];

    /** The half that was written last; {@link #NONE} in an empty table. */
    @GuardedBy("this")
    private int last = NONE;

    @GuardedBy("this")
    private boolean complete = true;

    @GuardedBy("this")
    private boolean revoked;

    /** @param entry offset in the head of a number whose bits say which sizes exist */
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
            if (order(half) != 0 && (last == NONE || order(half) - order(last) > 0)) {
                last = half;
            }
        }
    }

    /** @return whether there is memory for two halves of that size */
    @GuardedBy("this")
    private boolean attach(int size) {
        int bytes = SMALLEST << size;
        Optional<ByteBuffer> both = area.piece("locks-" + size, 2 * bytes);
        if (both.isEmpty()) {
            return false;
        }
        ByteBuffer memory = both.get();
        halves[2 * size] = new JournalMemory(memory.slice(0, bytes), atCommit);
        halves[2 * size + 1] = new JournalMemory(memory.slice(bytes, bytes), atCommit);
        return true;
    }

    @GuardedBy("this")
    private int order(int half) {
        JournalMemory memory = halves[half];
        return memory == null ? 0 : memory.number(ORDER);
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
        if (half == NONE) {
            return false;
        }
        JournalMemory memory = halves[half];
        int next = last == NONE ? 1 : order(last) + 1;
        memory.number(TABLE, length);
        memory.bytes().put(TABLE + Integer.BYTES, table, 0, length);
        memory.commit(ORDER, next == 0 ? 1 : next);
        last = half;
        return true;
    }

    /** @return a half of sufficient size that is not the valid one; {@link #NONE} when there is no memory for it */
    @GuardedBy("this")
    private int halfFor(int length) {
        for (int size = 0; size < SIZES; size++) {
            if (length <= (SMALLEST << size) - TABLE - Integer.BYTES) {
                if (halves[2 * size] == null) {
                    if (!attach(size)) {
                        return NONE;
                    }
                    head.commit(entry, head.number(entry) | 1 << size);
                }
                return last == 2 * size ? 2 * size + 1 : 2 * size;
            }
        }
        return NONE;
    }

    /** @return the table that was written last; no bytes for an empty one */
    public synchronized byte[] read() {
        if (last == NONE) {
            return new byte[0];
        }
        JournalMemory memory = halves[last];
        int length = memory.number(TABLE);
        if (length < 0 || length > memory.bytes().capacity() - TABLE - Integer.BYTES) {
            throw new IllegalStateException("the journal is damaged: a table of locks of " + length + " bytes");
        }
        byte[] table = new byte[length];
        memory.bytes().get(TABLE + Integer.BYTES, table);
        return table;
    }

    synchronized void clear() {
        for (JournalMemory memory : halves) {
            if (!revoked && memory != null) {
                memory.commit(ORDER, 0);
            }
        }
        last = NONE;
    }

    synchronized boolean isComplete() {
        return complete;
    }

    synchronized void revoke() {
        revoked = true;
    }
}
