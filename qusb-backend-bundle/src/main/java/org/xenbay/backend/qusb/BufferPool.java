// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.qusb;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import org.xenbay.api.budget.Allowance;

/**
 * Reusable buffers of one connection, because allocating a direct buffer is slow. They never contain another guest's data.
 * Their number is the greatest number of simultaneous requests so far, 16 at most. All of them count as the guest's memory
 * until the pool is closed. From any thread: a device may return a buffer after the connection has ended.
 */
final class BufferPool implements AutoCloseable {

    static final int SMALL = 4096;
    static final int LARGE = UrbRequest.MAX_SEGMENTS * SMALL;
    private static final ByteBuffer EMPTY = ByteBuffer.allocateDirect(0);

    private final Allowance memory;
    private final Deque<ByteBuffer> small = new ArrayDeque<>();
    private final Deque<ByteBuffer> large = new ArrayDeque<>();
    private boolean closed;

    /** The guest or the process has reached its limit of memory. */
    static final class FullException extends RuntimeException {
        private static final long serialVersionUID = 1;

        private FullException(String message) {
            super(message);
        }

        private FullException(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /** @param memory the guest's allowance */
    BufferPool(Allowance memory) {
        this.memory = memory;
    }

    /**
     * @return a direct buffer from its index 0 to that length, which may contain earlier data of the guest
     * @throws FullException when the limit of memory is reached
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
                    "more bytes of memory than the guest's part, " + memory.mostForOwner() + " at this moment");
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

    /** Frees unused buffers now, and the others when they are returned. */
    @Override
    public synchronized void close() {
        closed = true;
        dropSpare();
    }
}
