// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.console.handover;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.xenbay.api.device.RefusedStateException;
import org.xenbay.api.device.TwoSlotJournal;
import org.xenbay.api.journal.JournalHeader;
import org.xenbay.api.journal.JournalMemory;
import org.xenbay.api.journal.JournalText;
import org.xenbay.backend.console.output.OutputBuffer;

/**
 * Keeps in persistent memory the output that was taken from a guest and that not every reader has got, and each reader's place.
 * On the device's executor, except for the log's place.
 *
 * <p>Bytes are written here before the ring's index moves. After a kill, the end of the output in the journal is compared with
 * the ring's index. This shows whether the index was moved, so that no byte is taken twice.
 */
public final class OutputJournal implements TwoSlotJournal.Slot {

    /** The magic number is "CONJ". */
    private static final JournalHeader.Form FORM = new JournalHeader.Form("the console's journal", 0x434F_4E4A, 4);

    private static final int AT_END = 16;
    /** Identifies the connection: late notes of an earlier connection's log are ignored. */
    private static final int AT_OWNER = 24;

    private static final int AT_START = 32;
    private static final int AT_INDEX = 40;
    private static final int AT_LOG_SIZE = 48;
    private static final int AT_LOG_SIZE_FOR = 56;
    private static final int AT_GENERATION = 188;
    /** A place is the position times two, plus one if it is within a line. */
    private static final int AT_PLACES = 192;

    private static final int AT_TERMINAL = OutputChunks.AT_COUNT + Integer.BYTES;
    private static final int MAX_TOKEN = 96;

    /** Bytes of memory that it needs at first; memory for output follows when there is output. */
    public static final int SIZE = 4096;

    private static final List<String> READERS = List.of(Readers.PTY, Readers.LOG, Readers.SOCKET);

    /** Provides persistent memory. */
    @FunctionalInterface
    public interface Memory {

        /**
         * @param number of the chunk, from 0
         * @param size bytes of the chunk
         * @return the chunk with its last content; empty when there is no memory for it
         */
        Optional<ByteBuffer> chunk(int number, int size);
    }

    private final JournalMemory memory;
    private final JournalHeader header;
    private final JournalText terminal;
    private final OutputChunks chunks;
    private final int size;
    private volatile long owner;

    /**
     * @param head {@link #SIZE} bytes
     * @param chunks provides memory for the output
     * @param size most bytes of output that are kept: the console's limit, and one turn more
     * @param atCommit run before and after each store that commits earlier writes
     */
    public OutputJournal(ByteBuffer head, Memory chunks, int size, Runnable atCommit) {
        this.memory = new JournalMemory(head, atCommit);
        this.header = new JournalHeader(memory, FORM);
        this.terminal = new JournalText(memory, AT_TERMINAL, MAX_TOKEN);
        this.size = size;
        this.chunks = new OutputChunks(memory, header.isOfThisVersion(), chunks, size);
        this.owner = memory.wide(AT_OWNER);
    }

    private void set(int at, long value) {
        if (isOurs()) {
            memory.commitWide(at, value);
        }
    }

    /** @return whether this journal still belongs to the connection; false when a later connection has begun its journal here */
    private boolean isOurs() {
        return memory.wide(AT_OWNER) == owner;
    }

    private static int place(String reader) {
        return AT_PLACES + 8 * READERS.indexOf(reader);
    }

    /**
     * Begins with output that not all readers have got. The journal is valid from {@link #complete} on.
     *
     * @param connection its fingerprint
     * @param output its output
     * @param index the ring's index of the output's next byte
     */
    public void begin(String connection, OutputBuffer output, int index) {
        header.begin(connection);
        owner = System.nanoTime();
        memory.commitWide(AT_OWNER, owner);
        chunks.begin();
        byte[] kept = output.copyOfKept();
        set(AT_START, output.start());
        set(AT_END, output.start());
        write(output.start(), kept, 0, Math.min(kept.length, size));
        set(AT_END, output.end());
        set(AT_INDEX, index - (int) output.end());
        set(AT_LOG_SIZE_FOR, -1);
    }

    @Override
    public boolean isWhole() {
        return header.isWhole();
    }

    @Override
    public int generation() {
        return memory.number(AT_GENERATION);
    }

    @Override
    public void complete(int generation) {
        memory.number(AT_GENERATION, generation);
        header.complete();
    }

    @Override
    public void close() {
        if (isOurs()) {
            header.close();
        }
    }

    /**
     * Adds output, before the ring's index moves. When all readers have got all earlier output, the memory is reused from its
     * beginning.
     *
     * @param bytes contains the output
     * @param offset of the first byte
     * @param count number of bytes
     * @param needed the first position that some reader has not got
     */
    public void append(byte[] bytes, int offset, int count, long needed) {
        long end = memory.wide(AT_END);
        if (needed >= end) {
            set(AT_START, end);
        } else if (end + count - memory.wide(AT_START) > size) {
            set(AT_START, end + count - size);
        }
        write(end, bytes, offset, count);
        set(AT_END, end + count);
    }

    /** Drops the oldest bytes when there is no memory for all; without any memory the journal is closed. */
    private void write(long position, byte[] bytes, int offset, int count) {
        int done = 0;
        while (done < count) {
            int part = Math.min(count - done, chunks.contiguous(position + done));
            if (chunks.write(position + done, bytes, offset + done, part, memory.wide(AT_START))) {
                done += part;
            } else if (chunks.endOfOldest() > position + done) {
                close();
                return;
            } else {
                set(AT_START, chunks.endOfOldest());
            }
        }
    }

    /**
     * A reader has got all output before a position. From any thread.
     *
     * @param reader one of {@link Readers}
     * @param position of the next byte that it gets
     * @param midLine whether the byte before was not the end of a line
     */
    public void reached(String reader, long position, boolean midLine) {
        set(place(reader), position * 2 + (midLine ? 1 : 0));
    }

    /**
     * A piece of the log is about to be written. From any thread.
     *
     * @param position of its first byte
     * @param fileSize size of the file before it
     */
    public void logging(long position, long fileSize) {
        set(AT_LOG_SIZE, fileSize);
        set(AT_LOG_SIZE_FOR, position);
    }

    /** @param token token of the console's terminal; null without one */
    public void terminal(@Nullable String token) {
        if (isOurs()) {
            terminal.set(token == null || token.length() > MAX_TOKEN ? "" : token);
        }
    }

    /**
     * @param connection its fingerprint
     * @return whether a killed process has stored that connection's output here
     * @throws RefusedStateException when another version of this code has stored it
     */
    public boolean isLeft(String connection) {
        if (!header.isOf(connection)) {
            return false;
        }
        if (!chunks.isComplete()) {
            throw new RefusedStateException("a part of the console's journal is missing");
        }
        return true;
    }

    /** @return token of the console's terminal; empty when it had none */
    public Optional<String> terminal() {
        String token = terminal.get();
        return token.isEmpty() ? Optional.empty() : Optional.of(token);
    }

    /** @return the ring's index up to which bytes are in the journal; the ring itself may still have an older index */
    public int takenUpTo() {
        return (int) memory.wide(AT_END) + (int) memory.wide(AT_INDEX);
    }

    /**
     * @return the size to which the log has to be cut, because later output is written again; -1 to leave the log unchanged
     */
    public long logSize() {
        return memory.wide(AT_LOG_SIZE_FOR) == memory.wide(place(Readers.LOG)) / 2 ? memory.wide(AT_LOG_SIZE) : -1;
    }

    /** @return the output that not all readers have got, with each reader's place */
    public ParkedConsole.Builder left() {
        long end = memory.wide(AT_END);
        long start = end;
        for (String reader : READERS) {
            long position = memory.wide(place(reader)) / 2;
            if (position >= memory.wide(AT_START) && position < start) {
                start = position;
            }
        }
        byte[] kept = new byte[(int) (end - start)];
        int done = 0;
        while (done < kept.length) {
            int part = Math.min(kept.length - done, chunks.contiguous(start + done));
            chunks.read(start + done, kept, done, part);
            done += part;
        }
        ParkedConsole.Builder builder = new ParkedConsole.Builder(end, start, kept);
        for (String reader : READERS) {
            long place = memory.wide(place(reader));
            builder.place(reader, place / 2, (place & 1) != 0);
        }
        return builder;
    }
}
