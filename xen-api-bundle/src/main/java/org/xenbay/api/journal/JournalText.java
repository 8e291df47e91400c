// SPDX-License-Identifier: Apache-2.0
package org.xenbay.api.journal;

/**
 * A text that is replaced at once: there is room for two, and a number says which of them counts. A process that is killed
 * meanwhile leaves the old text or the new one.
 */
public final class JournalText {

    private static final int SLOTS = 2;
    private static final int AT_TEXTS = 8;

    private final JournalMemory memory;
    private final int offset;
    private final int most;

    /**
     * Changes nothing. Where all bytes are 0 the text is empty.
     *
     * @param memory that it is in
     * @param offset where it begins; a multiple of 4
     * @param most letters that it may have; a multiple of 4
     */
    public JournalText(JournalMemory memory, int offset, int most) {
        this.memory = memory;
        this.offset = offset;
        this.most = most;
    }

    /**
     * @param most letters that a text may have
     * @return bytes that it takes
     */
    public static int size(int most) {
        return AT_TEXTS + SLOTS * (Integer.BYTES + most);
    }

    /** @return the text */
    public String get() {
        return memory.text(slot(current()), most);
    }

    /**
     * Replaces it.
     *
     * @param text of letters of ASCII
     * @throws IllegalArgumentException when the text has no room; the old one stays then
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
