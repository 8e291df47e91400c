package org.xenbay.backend.ninepfs.journal;

import java.nio.ByteBuffer;

/** The table of locks, written as a whole each time it changes, to the half that is not in use. */
public final class LockLog {

    /** Of one half. */
    static final int SIZE = 256 * 1024;

    private static final int HEADER = 16;

    private final Slots halves;
    private int next;

    LockLog(ByteBuffer memory, int start, Runnable beforeStore) {
        this.halves = new Slots(memory, start, SIZE, 2, beforeStore);
        this.next = order(0) > order(1) ? 1 : 0;
    }

    private int order(int half) {
        return halves.state(half);
    }

    /**
     * @param table all locks
     * @return whether there was room
     */
    public synchronized boolean write(byte[] table) {
        if (table.length > SIZE - HEADER) {
            return false;
        }
        halves.bytes(next, Integer.BYTES, table);
        halves.state(next, order(1 - next) + 1);
        next = 1 - next;
        return true;
    }

    /** @return the table as it was last; empty when there is none */
    public synchronized byte[] read() {
        int last = 1 - next;
        return order(last) == 0 ? new byte[0] : halves.bytes(last, Integer.BYTES);
    }

    synchronized void clear() {
        halves.state(0, 0);
        halves.state(1, 0);
        next = 0;
    }
}
