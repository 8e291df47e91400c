// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.console.output;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.xenbay.api.budget.Allowance;

/** Bytes at growing positions, in pieces of memory that are allocated and freed at either end. */
final class ChunkRing {

    /** Bytes of a piece of memory. */
    static final int CHUNK = OutputPieces.SIZE;

    private final OutputPieces pieces;
    private byte[] @Nullable [] chunks;

    /**
     * @param limit most bytes between the first and the last position
     * @param memory the guest's allowance
     */
    ChunkRing(int limit, Allowance memory) {
        this.pieces = new OutputPieces(memory);
        this.chunks = ring(limit);
    }

    private static byte[][] ring(int limit) {
        return new byte[(limit + CHUNK - 1) / CHUNK + 2][];
    }

    /** Changes the limit; bytes from start to end are kept. */
    void resize(int limit, long start, long end) {
        byte[][] resized = ring(limit);
        for (long chunk = start / CHUNK; chunk <= end / CHUNK; chunk++) {
            resized[(int) (chunk % resized.length)] = chunks[(int) (chunk % chunks.length)];
        }
        chunks = resized;
    }

    /** @return index of a position in its piece */
    static int offset(long position) {
        return (int) (position & CHUNK - 1);
    }

    private int index(long position) {
        return (int) (position / CHUNK % chunks.length);
    }

    /** @return the piece that holds a position */
    byte[] chunk(long position) {
        return chunks[index(position)];
    }

    /** @return whether there is a piece for a position, which is allocated now if necessary; false at the guest's limit */
    boolean provide(long position) {
        int index = index(position);
        if (chunks[index] == null) {
            chunks[index] = pieces.take();
        }
        return chunks[index] != null;
    }

    /** Frees pieces that contain no byte between {@code start} and {@code end}. */
    void free(long start, long end) {
        for (long chunk = start / CHUNK; chunk < end / CHUNK; chunk++) {
            int index = (int) (chunk % chunks.length);
            pieces.giveBack(chunks[index]);
            chunks[index] = null;
        }
    }

    /**
     * @param last end of the search
     * @return the first position from {@code from} on where a line begins; {@code from} when no line ends before {@code last}
     */
    long lineAtOrAfter(long from, long last) {
        long position = from;
        while (position < last) {
            byte[] chunk = chunk(position);
            int begin = offset(position);
            int stop = (int) Math.min(CHUNK, begin + last - position);
            for (int i = begin; i < stop; i++) {
                if (chunk[i] == '\n') {
                    return position + (i - begin) + 1;
                }
            }
            position += stop - begin;
        }
        return from;
    }

    /** @return a copy of the bytes from {@code start} to {@code end} */
    byte[] copy(long start, long end) {
        byte[] copy = new byte[(int) (end - start)];
        for (long position = start; position < end; ) {
            int count = (int) Math.min(CHUNK - offset(position), end - position);
            System.arraycopy(chunk(position), offset(position), copy, (int) (position - start), count);
            position += count;
        }
        return copy;
    }

    /** @param now whether pieces taken from now on continue a predecessor's and are not refused */
    void carryOver(boolean now) {
        pieces.carryOver(now);
    }

    /** @return bytes of all pieces */
    int allocated() {
        return pieces.allocated();
    }

    /** All pieces are free. */
    void close() {
        Arrays.fill(chunks, null);
        pieces.close();
    }
}
