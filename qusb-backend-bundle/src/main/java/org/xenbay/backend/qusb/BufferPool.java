package org.xenbay.backend.qusb;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Buffers of one controller, used again and again: making a direct buffer is slow. No other guest's data is ever in them.
 * There are as many as requests were under way at a time, 16 at most. On the device's executor.
 */
final class BufferPool {

    private static final int SMALL = 4096;
    private static final int LARGE = UrbRequest.MOST_SEGMENTS * SMALL;
    private static final ByteBuffer EMPTY = ByteBuffer.allocateDirect(0);

    private final Deque<ByteBuffer> small = new ArrayDeque<>();
    private final Deque<ByteBuffer> large = new ArrayDeque<>();

    /** @return a direct buffer from its index 0 to that length; what it holds is whatever the guest moved before */
    ByteBuffer take(int length) {
        if (length == 0) {
            return EMPTY;
        }
        ByteBuffer free = pool(length <= SMALL ? SMALL : LARGE).poll();
        if (free == null) {
            free = ByteBuffer.allocateDirect(length <= SMALL ? SMALL : LARGE);
        }
        return free.clear().limit(length);
    }

    void giveBack(ByteBuffer buffer) {
        if (buffer != EMPTY) {
            pool(buffer.capacity()).push(buffer);
        }
    }

    private Deque<ByteBuffer> pool(int capacity) {
        return capacity == SMALL ? small : large;
    }
}
