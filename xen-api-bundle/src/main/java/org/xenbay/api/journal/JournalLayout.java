// SPDX-License-Identifier: Apache-2.0
package org.xenbay.api.journal;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.xenbay.api.xen.Author;

/**
 * The fields of a journal, one after another. Each has a name, a type, and an offset that this class computes, so that the
 * using code names neither offsets nor types:
 *
 * <pre>{@code
 * private static final JournalLayout LAYOUT = JournalLayout.afterHeader();
 * private static final JournalLayout.NumberField TAKEN = LAYOUT.number("taken");
 * private static final JournalLayout.TextField SCREEN = LAYOUT.text("screen", 64);
 * static final int SIZE = LAYOUT.size();
 * }</pre>
 *
 * <p>The fields' order and sizes are part of the journal's format. A change of them needs another version in the {@link
 * JournalHeader.Form}; only additional fields at the end, for which 0 is a right value, do not. One thread makes a layout. The
 * {@link JournalMemory} that a field is used with says which threads may use the field.
 */
public final class JournalLayout {

    private final List<Field> fields = new ArrayList<>();
    private int end;

    private JournalLayout(int start) {
        this.end = start;
    }

    /** @return a layout without fields, behind the bytes of a {@link JournalHeader} */
    public static JournalLayout afterHeader() {
        return new JournalLayout(JournalHeader.SIZE);
    }

    /** @return a layout without fields, for a part of a journal that has no header of its own */
    public static JournalLayout ofPart() {
        return new JournalLayout(0);
    }

    /**
     * @param name in messages
     * @return another field, of 32 bits
     */
    public NumberField number(String name) {
        return new NumberField(add(name, Integer.BYTES, Integer.BYTES));
    }

    /**
     * @param name in messages
     * @return another field, of 64 bits
     */
    public WideField wide(String name) {
        return new WideField(add(name, Long.BYTES, Long.BYTES));
    }

    /**
     * @param name in messages
     * @param most letters that the text may have, 1 or more
     * @return another field, of a text that is replaced at once
     */
    public TextField text(String name, int most) {
        int room = aligned(checked(name, most), Integer.BYTES);
        return new TextField(add(name, JournalText.size(room), Integer.BYTES), most, room);
    }

    /**
     * @param name in messages
     * @param length number of bytes, 1 or more
     * @return another field, of bytes that commit nothing
     */
    public BytesField bytes(String name, int length) {
        return new BytesField(add(name, checked(name, length), 1));
    }

    /** @return number of bytes with all fields so far, and with the header; a multiple of eight, as a journal's slots require */
    public int size() {
        return aligned(end, Long.BYTES);
    }

    /**
     * @param memory direct
     * @param atCommit see {@link org.xenbay.api.device.DeviceContext#atCommit}
     * @return the memory for these fields
     * @throws IllegalArgumentException when the memory is smaller than the fields
     */
    public JournalMemory over(ByteBuffer memory, Runnable atCommit) {
        if (memory.capacity() < size()) {
            throw new IllegalArgumentException(
                    "a journal of " + size() + " bytes in memory of " + memory.capacity() + Author.here());
        }
        return new JournalMemory(memory, atCommit);
    }

    private Field add(String name, int length, int alignment) {
        if (fields.stream().anyMatch(field -> field.name().equals(name))) {
            throw new IllegalArgumentException("two fields of a journal are named " + name + Author.here());
        }
        Field field = new Field(name, aligned(end, alignment), length);
        end = Math.addExact(field.offset(), length);
        fields.add(field);
        return field;
    }

    private static int checked(String name, int length) {
        if (length < 1) {
            throw new IllegalArgumentException("field " + name + " has a length of " + length + Author.here());
        }
        return length;
    }

    private static int aligned(int offset, int alignment) {
        return Math.addExact(offset, alignment - 1) / alignment * alignment;
    }

    private record Field(String name, int offset, int length) {}

    /** A number of 32 bits; 0 the first time. */
    public static final class NumberField {
        private final Field field;

        private NumberField(Field field) {
            this.field = field;
        }

        /** @return the number; stores before its commit are visible afterwards */
        public int get(JournalMemory memory) {
            return memory.number(field.offset());
        }

        /** Stores the number, without a commit. */
        public void set(JournalMemory memory, int value) {
            memory.number(field.offset(), value);
        }

        /** Stores the number, and commits all stores before it. */
        public void commit(JournalMemory memory, int value) {
            memory.commit(field.offset(), value);
        }
    }

    /** A number of 64 bits; 0 the first time. */
    public static final class WideField {
        private final Field field;

        private WideField(Field field) {
            this.field = field;
        }

        /** @return the number; stores before its commit are visible afterwards */
        public long get(JournalMemory memory) {
            return memory.wide(field.offset());
        }

        /** Stores the number, without a commit. */
        public void set(JournalMemory memory, long value) {
            memory.wide(field.offset(), value);
        }

        /** Stores the number, and commits all stores before it. */
        public void commit(JournalMemory memory, long value) {
            memory.commitWide(field.offset(), value);
        }
    }

    /** A text of ASCII letters that is replaced atomically, see {@link JournalText}; empty the first time. */
    public static final class TextField {
        private final Field field;
        private final int most;
        private final int room;

        private TextField(Field field, int most, int room) {
            this.field = field;
            this.most = most;
            this.room = room;
        }

        /** @return the text */
        public String get(JournalMemory memory) {
            return in(memory).get();
        }

        /**
         * Replaces the text, and commits all stores before it.
         *
         * @param text at most as many letters as the field has
         * @throws IllegalArgumentException when it has more; the old text stays then
         */
        public void commit(JournalMemory memory, String text) {
            if (text.length() > most) {
                throw new IllegalArgumentException("field " + field.name() + ": a text of " + text.length()
                        + " letters, where " + most + " have room" + Author.here());
            }
            in(memory).set(text);
        }

        private JournalText in(JournalMemory memory) {
            return new JournalText(memory, field.offset(), room);
        }
    }

    /** Bytes that are stored without a commit; all 0 the first time. Offsets are counted from the field's first byte. */
    public static final class BytesField {
        private final Field field;

        private BytesField(Field field) {
            this.field = field;
        }

        /** @return number of bytes */
        public int length() {
            return field.length();
        }

        /**
         * Copies bytes out.
         *
         * @throws IndexOutOfBoundsException when they are not inside the field; the message names it, offset, length and caller
         */
        public void get(JournalMemory memory, int offset, byte[] target) {
            memory.bytes().get(place(offset, target.length), target);
        }

        /**
         * Stores bytes.
         *
         * @throws IndexOutOfBoundsException when they are not inside the field; the message names it, offset, length and caller
         */
        public void set(JournalMemory memory, int offset, byte... source) {
            memory.bytes().put(place(offset, source.length), source);
        }

        private int place(int offset, int length) {
            if (offset < 0 || offset > field.length() - length) {
                throw new IndexOutOfBoundsException("offset " + offset + ", length " + length
                        + " is not inside the field " + field.name() + " of " + field.length() + " bytes"
                        + Author.here());
            }
            return field.offset() + offset;
        }
    }
}
