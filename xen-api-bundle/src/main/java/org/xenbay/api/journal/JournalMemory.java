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
 * that commits reaches it after all earlier stores, and before all later ones. A killed process leaves either the committed store's old value or its new
 * one.
 *
 * <p>Offsets are bytes from the beginning; an offset of a number is a multiple of the number's size. An offset outside the
 * memory is an {@link IndexOutOfBoundsException}, and a misaligned one an {@link IllegalArgumentException}. Both name the
 * offset, the length and the caller's line.
 */
public final class JournalMemory {

    private static final VarHandle INT = MethodHandles.byteBufferViewVarHandle(int[].class, ByteOrder.nativeOrder());
    private static final VarHandle LONG = MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.nativeOrder());

    private final ByteBuffer memory;
    private final Runnable atCommit;

    /**
     * @param memory direct, from its position 0 on; its position and its order are not changed
     * @param atCommit called before and after each store that commits; a test simulates a kill there
     */
    public JournalMemory(ByteBuffer memory, Runnable atCommit) {
        this.memory = memory.duplicate().order(ByteOrder.nativeOrder());
        this.atCommit = atCommit;
    }

    /** @return the same bytes, in this machine's byte order, for stores without a commit */
    public ByteBuffer bytes() {
        return memory;
    }

    /** @return the number at an offset; stores before its commit are visible afterwards */
    public int number(int offset) {
        return (int) INT.getAcquire(aligned(offset, Integer.BYTES), offset);
    }

    /** Stores a number, without a commit. */
    public void number(int offset, int value) {
        aligned(offset, Integer.BYTES).putInt(offset, value);
    }

    /** Stores a number, and commits all earlier stores. */
    public void commit(int offset, int value) {
        ByteBuffer checked = aligned(offset, Integer.BYTES);
        atCommit.run();
        INT.setRelease(checked, offset, value);
        VarHandle.storeStoreFence();
        atCommit.run();
    }

    /** @return the number of 64 bits at an offset; stores before its commit are visible afterwards */
    public long wide(int offset) {
        return (long) LONG.getAcquire(aligned(offset, Long.BYTES), offset);
    }

    /** Stores a number of 64 bits, without a commit. */
    public void wide(int offset, long value) {
        aligned(offset, Long.BYTES).putLong(offset, value);
    }

    /** Stores a number of 64 bits, and commits all earlier stores. */
    public void commitWide(int offset, long value) {
        ByteBuffer checked = aligned(offset, Long.BYTES);
        atCommit.run();
        LONG.setRelease(checked, offset, value);
        VarHandle.storeStoreFence();
        atCommit.run();
    }

    /**
     * @param offset of the text, which is its length in four bytes and its letters
     * @param most greatest number of letters that fit
     * @return the text; if its stored length is impossible, as many letters as fit
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
     * @param most greatest number of letters that fit
     * @param text ASCII letters only
     * @throws IllegalArgumentException when the text does not fit; the old text is lost then
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

    /** @return the memory, after a check that it contains these bytes */
    private ByteBuffer inside(int offset, int length) {
        if ((offset | length) < 0 || offset > memory.capacity() - length) {
            throw new IndexOutOfBoundsException("offset " + offset + ", length " + length
                    + " is not inside the journal's " + memory.capacity() + " bytes" + Author.here());
        }
        return memory;
    }

    /** @return the memory, after a check that the number is inside it and aligned */
    private ByteBuffer aligned(int offset, int length) {
        inside(offset, length);
        if (offset % length != 0) {
            throw new IllegalArgumentException("offset " + offset + ", length " + length
                    + " in the journal: a number's offset is a multiple of its length" + Author.here());
        }
        return memory;
    }
}
