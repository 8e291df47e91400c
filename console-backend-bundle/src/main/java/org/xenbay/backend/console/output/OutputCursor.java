// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.console.output;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * One reader's place in a guest's output. When the buffer has dropped output that this reader had not got, the reader continues
 * with the oldest kept output, after a line that says how much is missing.
 */
public final class OutputCursor {

    /** Takes bytes; fewer than given, or none, when it has no room. */
    @FunctionalInterface
    public interface Sink {
        /**
         * @param bytes read-only; its position moves by the number of bytes taken
         * @throws IOException when it takes no more bytes
         */
        void take(ByteBuffer bytes) throws IOException;
    }

    /**
     * A reader's options.
     *
     * @param marked whether gaps are marked if the configuration wants that; false for programs, which would mistake the mark
     *     for data
     * @param holdsBack whether the guest waits for this reader, if the policy makes guests wait
     */
    public record ReaderOptions(boolean marked, boolean holdsBack) {}

    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0).asReadOnlyBuffer();

    private final OutputBuffer buffer;
    private final ReaderOptions treatment;
    private long position;
    private boolean midLine;
    private long lost;
    private long untold;
    private @Nullable ByteBuffer mark;
    private Runnable moved = () -> {};
    private byte[] viewed = {};
    private ByteBuffer view = NOTHING;

    private OutputCursor(OutputBuffer buffer, ReaderOptions treatment, long position) {
        this.buffer = buffer;
        this.treatment = treatment;
        this.position = position;
        buffer.add(this);
    }

    /**
     * @param buffer the buffer
     * @param treatment the reader's options
     * @return a reader that gets all kept output
     */
    public static OutputCursor atOldest(OutputBuffer buffer, ReaderOptions treatment) {
        return new OutputCursor(buffer, treatment, buffer.oldestLine());
    }

    /**
     * @param buffer the buffer
     * @param treatment the reader's options
     * @param position of the next byte, which may be dropped already
     * @return a reader that continues there
     */
    public static OutputCursor at(OutputBuffer buffer, ReaderOptions treatment, long position) {
        return new OutputCursor(buffer, treatment, Math.min(position, buffer.end()));
    }

    /**
     * Continues a predecessor's cursor.
     *
     * @param lostBefore bytes that it never got
     * @param wasMidLine whether the byte before its position was not the end of a line
     * @return this
     */
    public OutputCursor restore(long lostBefore, boolean wasMidLine) {
        lost = lostBefore;
        midLine = wasMidLine;
        return this;
    }

    /** @param listener called each time the reader has taken bytes */
    public void follow(Runnable listener) {
        moved = listener;
    }

    /**
     * @param its the second reader's treatment
     * @return a second reader at the same place
     */
    public OutputCursor fork(ReaderOptions its) {
        return new OutputCursor(buffer, its, position).restore(0, midLine);
    }

    /**
     * Writes the reader's output to a sink, until the sink takes no more.
     *
     * @param sink takes the bytes
     * @return whether the sink has got everything
     * @throws IOException if the sink throws it
     */
    public boolean writeTo(Sink sink) throws IOException {
        for (; ; ) {
            ByteBuffer next = next();
            int before = next.position();
            if (!next.hasRemaining()) {
                return true;
            }
            sink.take(next);
            int taken = next.position() - before;
            if (taken == 0) {
                return false;
            }
            if (next == mark) {
                mark = next.hasRemaining() ? next : null;
            } else {
                position += taken;
                midLine = next.get(next.position() - 1) != '\n';
                moved.run();
            }
        }
    }

    private ByteBuffer next() {
        if (position < buffer.start()) {
            long gap = buffer.start() - position;
            position = buffer.start();
            lost += gap;
            untold += gap;
        }
        if (mark == null && untold > 0 && treatment.marked() && buffer.marks()) {
            String text = (midLine ? "\r\n" : "") + "[" + untold + " bytes of output lost]\r\n";
            mark = ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII)).asReadOnlyBuffer();
            untold = 0;
        }
        return mark == null ? window() : mark;
    }

    private ByteBuffer window() {
        if (position == buffer.end()) {
            return NOTHING;
        }
        byte[] chunk = buffer.chunk(position);
        if (chunk != viewed) {
            viewed = chunk;
            view = ByteBuffer.wrap(chunk).asReadOnlyBuffer();
        }
        int offset = ChunkRing.offset(position);
        int length = (int) Math.min(OutputBuffer.CHUNK - offset, buffer.end() - position);
        return view.limit(offset + length).position(offset);
    }

    /**
     * Moves to another reader's place, if that place is later.
     *
     * @param other a reader of the same buffer
     */
    public void catchUpWith(OutputCursor other) {
        if (other.position > position) {
            position = other.position;
            midLine = other.midLine;
        }
    }

    /** Leaves the buffer, which no longer keeps output for this reader. */
    public void close() {
        buffer.remove(this);
    }

    boolean holdsBack() {
        return treatment.holdsBack();
    }

    /** @return position of the next byte that this reader gets */
    public long position() {
        return position;
    }

    /** @return number of kept bytes that this reader has not got */
    public long unread() {
        return buffer.end() - Math.max(position, buffer.start());
    }

    /** @return bytes that this reader never got */
    public long lost() {
        return lost;
    }

    /** @return whether the byte before its position was not the end of a line */
    public boolean midLine() {
        return midLine;
    }
}
