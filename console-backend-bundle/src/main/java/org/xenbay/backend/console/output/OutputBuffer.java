// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.console.output;

import java.util.ArrayList;
import java.util.List;
import org.xenbay.api.budget.Allowance;

/**
 * A guest's latest output: bytes between two growing positions, in pieces of memory that are reused. Each reader has its own
 * place in it ({@link OutputCursor}).
 *
 * <p>It never holds more than its limit: beyond the limit the oldest lines are dropped, even if a reader has not got them.
 * Within the limit it holds all output that some reader has not got, and the latest part of the remaining output as history for
 * new readers.
 *
 * <p>Pieces count as the guest's memory. A guest at its limit of memory has a smaller buffer: first history is dropped, then
 * the oldest lines; with the policy that the guest waits, it waits instead ({@link #makeRoom}).
 */
public final class OutputBuffer {

    /** Bytes of a piece of memory. */
    public static final int CHUNK = ChunkRing.CHUNK;

    /** The smallest possible limit: room for a few lines, because whole lines are dropped. */
    public static final int MIN_LIMIT = 4096;

    private final ChunkRing bytes;
    private int limit;
    private int history;
    private boolean marks = true;
    private final List<OutputCursor> cursors = new ArrayList<>();
    /** Whether the last request for a piece was refused. */
    private boolean refused;

    private long start;
    private long end;
    private long dropped;

    /**
     * @param limit most bytes held
     * @param history bytes kept after all readers have got them
     * @param memory the guest's allowance
     */
    public OutputBuffer(int limit, int history, Allowance memory) {
        this.limit = Math.max(limit, MIN_LIMIT);
        this.history = Math.min(history, this.limit);
        this.bytes = new ChunkRing(this.limit, memory);
    }

    /**
     * Changes the bounds. Beyond a smaller limit the oldest lines are dropped.
     *
     * @param newLimit most bytes held
     * @param newHistory bytes kept after all readers have got them
     */
    public void resize(int newLimit, int newHistory) {
        limit = Math.max(newLimit, MIN_LIMIT);
        history = Math.min(newHistory, limit);
        if (end - start > limit) {
            drop(end - limit);
        }
        bytes.resize(limit, start, end);
    }

    /** @param whether people who read see how many bytes were discarded */
    public void mark(boolean whether) {
        marks = whether;
    }

    boolean marks() {
        return marks;
    }

    /**
     * @return the array for the next bytes, to be written before {@link #appended}; the oldest lines are dropped if there is no
     *     room
     */
    public byte[] tail() {
        if (!makeRoom()) {
            refused = false;
            drop(endOfOldest());
            bytes.provide(end);
        }
        return bytes.chunk(end);
    }

    /**
     * Makes room for at least one more byte.
     *
     * @return false when the memory is used up and a reader that the guest waits for still needs all kept output
     */
    public boolean makeRoom() {
        boolean there = bytes.provide(end);
        if (!there && hasHistory()) {
            drop(endOfOldest());
            there = bytes.provide(end);
        }
        refused = !there;
        return there;
    }

    /** @return whether the memory is used up and all kept output is still needed */
    public boolean isShortOfMemory() {
        return refused && !hasHistory();
    }

    private boolean hasHistory() {
        return needed() >= endOfOldest();
    }

    private long endOfOldest() {
        return (start / CHUNK + 1) * CHUNK;
    }

    /** @return index in {@link #tail} of the next byte */
    public int tailOffset() {
        return ChunkRing.offset(end);
    }

    /** @return bytes that fit into {@link #tail} */
    public int tailRoom() {
        return CHUNK - ChunkRing.offset(end);
    }

    /** @param count bytes that were written to {@link #tail}, which belong to the output from now on */
    public void appended(int count) {
        end += count;
        if (end - start > limit) {
            drop(end - limit);
        }
    }

    void append(byte[] more, int from, int length) {
        int done = 0;
        while (done < length) {
            int count = Math.min(tailRoom(), length - done);
            System.arraycopy(more, from + done, tail(), tailOffset(), count);
            appended(count);
            done += count;
        }
    }

    /**
     * @param least drops all output before this position, and up to the next line unless a reader that the guest waits for
     *     needs it
     */
    private void drop(long least) {
        long target = lineAtOrAfter(least);
        long needed = needed();
        if (needed >= least) {
            target = Math.min(target, needed);
        }
        long unread = target - Math.max(start, slowest(false));
        dropped += Math.max(0, unread);
        forgetBefore(target);
    }

    /** @return the first position from {@code from} on where a line begins; {@code from} when no line ends soon */
    private long lineAtOrAfter(long from) {
        if (from > start && chunk(from - 1)[ChunkRing.offset(from - 1)] == '\n') {
            return from;
        }
        return bytes.lineAtOrAfter(from, Math.min(end, from + Math.min(CHUNK, limit / 4)));
    }

    /** Frees output that all readers have got and that is not history. */
    public void trim() {
        long keep = Math.min(slowest(false), end - history);
        if (keep / CHUNK > start / CHUNK) {
            forgetBefore(keep - ChunkRing.offset(keep));
        }
    }

    private void forgetBefore(long position) {
        bytes.free(start, position);
        start = position;
    }

    /** @param counting whether to count only readers that the guest waits for */
    private long slowest(boolean counting) {
        long position = end;
        for (OutputCursor cursor : cursors) {
            if (!counting || cursor.holdsBack()) {
                position = Math.min(position, cursor.position());
            }
        }
        return position;
    }

    /** @return the first position that a reader which the guest waits for has not got */
    public long needed() {
        return slowest(true);
    }

    /** @return the first position that any reader has not got */
    public long slowest() {
        return slowest(false);
    }

    /** @return number of bytes that fit without dropping output that a reader which the guest waits for has not got */
    public int room() {
        return (int) Math.max(0, limit - (end - needed()));
    }

    void add(OutputCursor cursor) {
        cursors.add(cursor);
    }

    void remove(OutputCursor cursor) {
        cursors.remove(cursor);
    }

    /** @return the first position for a new reader: at the first whole line, unless the oldest line is very long */
    long oldestLine() {
        return start == 0 ? 0 : lineAtOrAfter(start);
    }

    /** @return the piece that holds a position; bytes up to {@link #end} are valid */
    byte[] chunk(long position) {
        return bytes.chunk(position);
    }

    /** @return position of the oldest byte that is kept */
    public long start() {
        return start;
    }

    /** @return position after the latest byte */
    public long end() {
        return end;
    }

    /** @return bytes that are kept */
    public int kept() {
        return (int) (end - start);
    }

    /** @return most bytes that are kept */
    public int limit() {
        return limit;
    }

    /** @return bytes dropped before every reader had got them */
    public long dropped() {
        return dropped;
    }

    /** @return bytes of memory used for output now */
    int allocated() {
        return bytes.allocated();
    }

    /** Frees all memory. */
    public void close() {
        forgetBefore(end);
        bytes.close();
    }

    /** @return the bytes from {@link #start} to {@link #end} */
    public byte[] copyOfKept() {
        return bytes.copy(start, end);
    }

    /**
     * Continues a predecessor's buffer: its bytes, at their positions. Only while empty. The guest's allowance does not refuse
     * this memory.
     *
     * @param firstPosition position of the first of the bytes
     * @param kept the predecessor's kept bytes
     * @param droppedBefore bytes that it dropped before every reader had got them
     */
    public void restore(long firstPosition, byte[] kept, long droppedBefore) {
        start = firstPosition;
        end = firstPosition;
        bytes.carryOver(true);
        append(kept, 0, kept.length);
        bytes.carryOver(false);
        dropped += droppedBefore;
    }
}
