// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.qusb;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import org.xenbay.api.budget.Allowance;

/**
 * Buffers of one connection, used again and again: making a direct buffer is slow. No other guest's data is ever in them.
 * There are as many as requests were under way at a time, 16 at most, and all of them count as the guest's memory until the
 * pool is closed. Any thread: a device may let go of a buffer after the connection has ended.
 */
final class BufferPool implements AutoCloseable {

    static final int SMALL = 4096;
    static final int LARGE = UrbRequest.MAX_SEGMENTS * SMALL;
    private static final ByteBuffer EMPTY = ByteBuffer.allocateDirect(0);

    private final Allowance memory;
    private final Deque<ByteBuffer> small = new ArrayDeque<>();
    private final Deque<ByteBuffer> large = new ArrayDeque<>();
    private boolean closed;

    /** The guest is at its limit of memory, or the process at its own. */
    static final class FullException extends RuntimeException {
        private static final long serialVersionUID = 1;

        private FullException(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /** @param memory the guest's part */
    BufferPool(Allowance memory) {
        this.memory = memory;
    }

    /**
     * @return a direct buffer from its index 0 to that length; what it holds is whatever the guest moved before
     * @throws FullException when there is no memory for it
     */
    synchronized ByteBuffer take(int length) {
        if (length == 0) {
            return EMPTY;
        }
        int capacity = length <= SMALL ? SMALL : LARGE;
        ByteBuffer free = spare(capacity).poll();
        return (free == null ? make(capacity) : free).clear().limit(length);
    }

    private ByteBuffer make(int capacity) {
        boolean taken = memory.tryTake(capacity);
        if (!taken) {
            dropSpare();
            taken = memory.tryTake(capacity);
        }
        if (!taken) {
            throw new FullException(
                    "more bytes of memory than the guest's part, " + memory.mostForOwner() + " at this moment", null);
        }
        try {
            return ByteBuffer.allocateDirect(capacity);
        } catch (OutOfMemoryError none) {
            memory.give(capacity);
            throw new FullException("the process has no more memory for buffers", none);
        }
    }

    synchronized void giveBack(ByteBuffer buffer) {
        if (buffer == EMPTY) {
            return;
        }
        spare(buffer.capacity()).push(buffer);
        if (closed) {
            dropSpare();
        }
    }

    private Deque<ByteBuffer> spare(int capacity) {
        return capacity == SMALL ? small : large;
    }

    private void dropSpare() {
        memory.give((long) small.size() * SMALL + (long) large.size() * LARGE);
        small.clear();
        large.clear();
    }

    /** What is not in use is not kept any more, and what is in use is not when it comes back. */
    @Override
    public synchronized void close() {
        closed = true;
        dropSpare();
    }
}
