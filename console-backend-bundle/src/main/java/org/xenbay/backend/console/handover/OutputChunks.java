// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.console.handover;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.xenbay.api.journal.JournalMemory;

/**
 * The bytes of a console's journal, in chunks that are allocated when they are needed, because most consoles keep little
 * output. The journal's head notes which part of the output is in which chunk. On the device's executor.
 */
final class OutputChunks {

    /** Bytes of a chunk; more when there would otherwise be too many chunks. */
    static final int SMALLEST = 16 * 1024;

    private static final int MAX_CHUNKS = 384;

    /** Place in the head of: bytes of a chunk, number of chunks, and for each chunk which part of the output it has. */
    private static final int AT_SIZE = 264;

    static final int AT_COUNT = 268;
    private static final int AT_PARTS = 512;

    private static final long NO_PART = -1;

    private final JournalMemory head;
    private final OutputJournal.Memory memory;
    private final int most;
    private final List<ByteBuffer> chunks = new ArrayList<>();
    private int size;
    private boolean complete = true;

    /**
     * @param known whether the head is of this form
     * @param limit most bytes that are kept
     */
    OutputChunks(JournalMemory head, boolean known, OutputJournal.Memory memory, int limit) {
        this.head = head;
        this.memory = memory;
        this.size = known ? head.number(AT_SIZE) : 0;
        int count = known ? head.number(AT_COUNT) : 0;
        for (int i = 0; i < Math.min(count, MAX_CHUNKS) && complete; i++) {
            complete = attach();
        }
        int wanted = SMALLEST;
        while (limit / wanted >= MAX_CHUNKS - 2) {
            wanted *= 2;
        }
        if (size < wanted || chunks.isEmpty()) {
            size = wanted;
            chunks.clear();
        }
        this.most = Math.min(MAX_CHUNKS, limit / size + 2);
    }

    /** @return whether all chunks of the earlier process were found */
    boolean isComplete() {
        return complete;
    }

    private boolean attach() {
        Optional<ByteBuffer> chunk = memory.chunk(chunks.size(), size);
        chunk.ifPresent(chunks::add);
        return chunk.isPresent();
    }

    /** Forgets all output. */
    void begin() {
        head.number(AT_SIZE, size);
        head.number(AT_COUNT, chunks.size());
        for (int i = 0; i < chunks.size(); i++) {
            part(i, NO_PART);
        }
    }

    private long part(int chunk) {
        return head.wide(AT_PARTS + chunk * Long.BYTES);
    }

    private void part(int chunk, long part) {
        head.commitWide(AT_PARTS + chunk * Long.BYTES, part);
    }

    private int find(long part) {
        for (int i = 0; i < chunks.size(); i++) {
            if (part(i) == part) {
                return i;
            }
        }
        return -1;
    }

    /** @return number of bytes from a position on that lie in one chunk */
    int contiguous(long position) {
        return (int) (size - position % size);
    }

    /**
     * Writes within one chunk.
     *
     * @param start earlier output than this position may be overwritten
     * @return false when there is no memory for the bytes
     */
    boolean write(long position, byte[] bytes, int offset, int count, long start) {
        long part = position / size;
        int chunk = find(part);
        if (chunk < 0) {
            chunk = unused(start / size);
            if (chunk < 0) {
                return false;
            }
            part(chunk, part);
        }
        chunks.get(chunk).put((int) (position % size), bytes, offset, count);
        return true;
    }

    private int unused(long firstPart) {
        for (int i = 0; i < chunks.size(); i++) {
            if (part(i) < firstPart) {
                return i;
            }
        }
        if (chunks.size() == most || !attach()) {
            return -1;
        }
        int fresh = chunks.size() - 1;
        part(fresh, NO_PART);
        head.commit(AT_COUNT, chunks.size());
        return fresh;
    }

    /** Reads within one chunk. */
    void read(long position, byte[] target, int offset, int count) {
        int chunk = find(position / size);
        if (chunk < 0) {
            throw new IllegalStateException(
                    "the console's journal is damaged: output from " + position + " on is missing");
        }
        chunks.get(chunk).get((int) (position % size), target, offset, count);
    }

    /** @return the end of the oldest chunk, which becomes the new start when there is no memory for more */
    long endOfOldest() {
        long oldest = Long.MAX_VALUE;
        for (int i = 0; i < chunks.size(); i++) {
            oldest = part(i) == NO_PART ? oldest : Math.min(oldest, part(i));
        }
        return oldest == Long.MAX_VALUE ? oldest : (oldest + 1) * size;
    }
}
