// SPDX-License-Identifier: Apache-2.0
package org.xenbay.api.journal;

/**
 * A text that is replaced atomically. It has two slots, and a number says which slot is valid. A process that is killed during
 * a change leaves the old text or the new one.
 */
public final class JournalText {

    private static final int SLOTS = 2;
    private static final int AT_TEXTS = 8;

    private final JournalMemory memory;
    private final int offset;
    private final int most;

    /**
     * Does not change the memory. If all bytes are 0, the text is empty.
     *
     * @param memory that contains the text
     * @param offset of the text's first byte; a multiple of 4
     * @param most greatest number of letters; a multiple of 4
     */
    public JournalText(JournalMemory memory, int offset, int most) {
        this.memory = memory;
        this.offset = offset;
        this.most = most;
    }

    /**
     * @param most greatest number of letters
     * @return bytes that both slots and the number take
     */
    public static int size(int most) {
        return AT_TEXTS + SLOTS * (Integer.BYTES + most);
    }

    /** @return the text */
    public String get() {
        return memory.text(slot(current()), most);
    }

    /**
     * Replaces the text.
     *
     * @param text ASCII letters only
     * @throws IllegalArgumentException when the text does not fit; the old text stays then
     */
    public void set(String text) {
        int next = 1 - current();
        memory.commitText(slot(next), most, text);
        memory.commit(offset, next);
    }

    private int current() {
        return memory.number(offset) & 1;
    }

    private int slot(int which) {
        return offset + AT_TEXTS + which * (Integer.BYTES + most);
    }
}
