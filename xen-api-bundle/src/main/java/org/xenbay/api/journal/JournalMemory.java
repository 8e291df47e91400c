// SPDX-License-Identifier: Apache-2.0
package org.xenbay.api.journal;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.xenbay.api.xen.Author;

/**
 * Memory that outlasts the process, in this machine's byte order. A plain store may reach the memory after a later one. A store
 * that commits reaches it after all stores before: what it tells counts from then on, and a killed process leaves either the
 * old value or the new one.
 *
 * <p>Offsets are bytes from the beginning; an offset of a number is a multiple of the number's size. An offset outside the
 * memory is an {@link IndexOutOfBoundsException}, and one that is no such multiple an {@link IllegalArgumentException}. Both name the
 * offset, the length and the caller's line.
 */
public final class JournalMemory {

    private static final VarHandle INT = MethodHandles.byteBufferViewVarHandle(int[].class, ByteOrder.nativeOrder());
    private static final VarHandle LONG = MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.nativeOrder());

    private final ByteBuffer memory;
    private final Runnable atCommit;

    /**
     * @param memory direct, from its position 0 on; its position and its order are not changed
     * @param atCommit run before and after each store that commits: a test ends there what it kills
     */
    public JournalMemory(ByteBuffer memory, Runnable atCommit) {
        this.memory = memory.duplicate().order(ByteOrder.nativeOrder());
        this.atCommit = atCommit;
    }

    /** @return the same bytes, in this machine's byte order, for stores that commit nothing */
    public ByteBuffer bytes() {
        return memory;
    }

    /** @return the number at an offset; what was stored before it was committed is seen after this */
    public int number(int offset) {
        return (int) INT.getAcquire(aligned(offset, Integer.BYTES), offset);
    }

    /** Stores a number that commits nothing. */
    public void number(int offset, int value) {
        aligned(offset, Integer.BYTES).putInt(offset, value);
    }

    /** Stores a number that commits all stores before it. */
    public void commit(int offset, int value) {
        ByteBuffer checked = aligned(offset, Integer.BYTES);
        atCommit.run();
        INT.setRelease(checked, offset, value);
        atCommit.run();
    }

    /** @return the number of 64 bits at an offset; what was stored before it was committed is seen after this */
    public long wide(int offset) {
        return (long) LONG.getAcquire(aligned(offset, Long.BYTES), offset);
    }

    /** Stores a number of 64 bits that commits nothing. */
    public void wide(int offset, long value) {
        aligned(offset, Long.BYTES).putLong(offset, value);
    }

    /** Stores a number of 64 bits that commits all stores before it. */
    public void commitWide(int offset, long value) {
        ByteBuffer checked = aligned(offset, Long.BYTES);
        atCommit.run();
        LONG.setRelease(checked, offset, value);
        atCommit.run();
    }

    /**
     * @param offset of the text, which is its length in four bytes and its letters
     * @param most letters that have room there
     * @return the text; of a length that cannot be, as many letters as have room
     */
    public String text(int offset, int most) {
        byte[] letters = new byte[Math.max(0, Math.min(most, number(offset)))];
        inside(offset + Integer.BYTES, letters.length).get(offset + Integer.BYTES, letters);
        return new String(letters, StandardCharsets.US_ASCII);
    }

    /**
     * Stores a text. A process that is killed meanwhile leaves the old text, no text or the new one.
     *
     * @param offset of the text
     * @param most letters that have room there
     * @param text of letters of ASCII
     * @throws IllegalArgumentException when the text has no room; what was there is gone then
     */
    public void commitText(int offset, int most, String text) {
        byte[] letters = text.getBytes(StandardCharsets.US_ASCII);
        inside(offset, Integer.BYTES + most);
        commit(offset, 0);
        if (letters.length > most) {
            throw new IllegalArgumentException(
                    "a text of " + letters.length + " letters, where " + most + " have room");
        }
        memory.put(offset + Integer.BYTES, letters);
        commit(offset, letters.length);
    }

    /** @return the memory, when it has these bytes */
    private ByteBuffer inside(int offset, int length) {
        if ((offset | length) < 0 || offset > memory.capacity() - length) {
            throw new IndexOutOfBoundsException("offset " + offset + ", length " + length
                    + " is not inside the journal's " + memory.capacity() + " bytes" + Author.here());
        }
        return memory;
    }

    /** @return the memory, when a number of this size can be at the offset */
    private ByteBuffer aligned(int offset, int length) {
        inside(offset, length);
        if (offset % length != 0) {
            throw new IllegalArgumentException("offset " + offset + ", length " + length
                    + " in the journal: a number's offset is a multiple of its length" + Author.here());
        }
        return memory;
    }
}
