// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.ninepfs.journal;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Persistent memory on the heap: a new journal on it finds what the previous journal has written. */
public final class HeapArea implements Area {

    private final Map<String, ByteBuffer> pieces = new HashMap<>();
    private final ByteBuffer head = ByteBuffer.allocateDirect(Journal.SIZE);
    private long room = Long.MAX_VALUE;

    @Override
    public synchronized Optional<ByteBuffer> piece(String name, int size) {
        if (!pieces.containsKey(name)) {
            if (room < size) {
                return Optional.empty();
            }
            room -= size;
            pieces.put(name, ByteBuffer.allocateDirect(size));
        }
        return Optional.of(pieces.get(name));
    }

    /** @return the journal that the next process finds */
    public Journal journal() {
        return new Journal(head, this, () -> {});
    }

    public ByteBuffer head() {
        return head;
    }

    public void room(long bytes) {
        room = bytes;
    }

    /** @return bytes that were taken, the first page included */
    public synchronized long taken() {
        return head.capacity()
                + pieces.values().stream().mapToLong(ByteBuffer::capacity).sum();
    }

    /** @return all bytes, for comparisons */
    public synchronized Map<String, ByteBuffer> content() {
        Map<String, ByteBuffer> all = new TreeMap<>();
        pieces.forEach((name, piece) -> all.put(name, copy(piece)));
        all.put("head", copy(head));
        return all;
    }

    private static ByteBuffer copy(ByteBuffer memory) {
        return ByteBuffer.allocate(memory.capacity())
                .put(memory.duplicate().clear())
                .flip();
    }
}
