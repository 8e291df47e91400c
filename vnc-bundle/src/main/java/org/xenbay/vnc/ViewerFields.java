// SPDX-License-Identifier: Apache-2.0
package org.xenbay.vnc;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.xenbay.api.journal.JournalLayout;
import org.xenbay.api.journal.JournalLayout.BytesField;
import org.xenbay.api.journal.JournalLayout.NumberField;
import org.xenbay.api.journal.JournalLayout.TextField;
import org.xenbay.api.journal.JournalMemory;
import org.xenbay.vnc.encoding.Bytes;
import org.xenbay.vnc.encoding.PixelFormat;

/** The places of a viewer's journal, and what they mean. Whatever is read is checked. The caller has the lock. */
final class ViewerFields {

    /** Most messages that wait to be sent. */
    static final int MAX_MESSAGES = 32;

    /** A fence with all that it may carry. */
    private static final int MAX_MESSAGE = 73;

    private static final int MAX_TOKEN = 100;
    private static final int MAX_ABILITIES = 32;
    private static final int FORMAT_BYTES = 16;
    private static final int CODES = 0x300;

    /** More pixels are not a guest's screen. */
    private static final long MAX_PIXELS = 1 << 26;

    private static final JournalLayout LAYOUT = JournalLayout.afterHeader();
    static final NumberField SENDING = LAYOUT.number("sending");
    static final NumberField TAKING = LAYOUT.number("taking");
    static final NumberField FACTS = LAYOUT.number("facts");
    static final NumberField ADMISSION = LAYOUT.number("admission");
    static final NumberField SIZE_TOLD = LAYOUT.number("size");
    static final NumberField FIRST_MESSAGE = LAYOUT.number("first message");
    static final NumberField END_OF_MESSAGES = LAYOUT.number("end of messages");
    private static final List<NumberField> DOWN = keys();
    static final TextField TOKEN = LAYOUT.text("token", MAX_TOKEN);
    static final TextField FORMAT = LAYOUT.text("format", 2 * FORMAT_BYTES);
    static final TextField ABILITIES = LAYOUT.text("abilities", MAX_ABILITIES);
    private static final BytesField MESSAGES = LAYOUT.bytes("messages", MAX_MESSAGES * (1 + MAX_MESSAGE));

    private ViewerFields() {}

    private static List<NumberField> keys() {
        List<NumberField> fields = new ArrayList<>();
        for (int code = 0; code < CODES; code += Integer.SIZE) {
            fields.add(LAYOUT.number("keys down from " + code));
        }
        return fields;
    }

    /** @return the layout, complete */
    static JournalLayout layout() {
        return LAYOUT;
    }

    /** Sets what a new viewer has, without a commit. */
    static void clear(JournalMemory memory) {
        List.of(SENDING, TAKING, FACTS, FIRST_MESSAGE, END_OF_MESSAGES).forEach(each -> each.set(memory, 0));
        DOWN.forEach(each -> each.set(memory, 0));
    }

    static String hex(PixelFormat format) {
        Bytes bytes = new Bytes(FORMAT_BYTES);
        format.writeTo(bytes);
        return HexFormat.of().formatHex(bytes.toArray());
    }

    static int packed(int width, int height) {
        return width << Short.SIZE | height;
    }

    static int bit(Fact fact) {
        return 1 << fact.ordinal();
    }

    /** Notes whether a key is down. */
    static void down(JournalMemory memory, int code, boolean now) {
        NumberField field = DOWN.get(code / Integer.SIZE);
        int before = field.get(memory);
        int bit = 1 << code % Integer.SIZE;
        int after = now ? before | bit : before & ~bit;
        if (after != before) {
            field.commit(memory, after);
        }
    }

    /** @return the keys that are noted as down */
    static Set<Integer> down(JournalMemory memory) {
        Set<Integer> codes = new TreeSet<>();
        for (int code = 1; code < CODES; code++) {
            if ((DOWN.get(code / Integer.SIZE).get(memory) >>> code % Integer.SIZE & 1) != 0) {
                codes.add(code);
            }
        }
        return codes;
    }

    /** Adds a message behind those that wait. */
    static void queue(JournalMemory memory, byte[] message) {
        int end = END_OF_MESSAGES.get(memory);
        byte[] entry = new byte[1 + message.length];
        entry[0] = (byte) message.length;
        System.arraycopy(message, 0, entry, 1, message.length);
        MESSAGES.set(memory, place(end), entry);
        END_OF_MESSAGES.commit(memory, end + 1);
    }

    private static int place(int number) {
        return Integer.remainderUnsigned(number, MAX_MESSAGES) * (1 + MAX_MESSAGE);
    }

    static Admission admission(JournalMemory memory) throws IOException {
        int number = ADMISSION.get(memory);
        if (number < 0 || number >= Admission.values().length) {
            throw damaged("an admission of " + number);
        }
        return Admission.values()[number];
    }

    /** @throws IOException when the journal is damaged */
    static ViewerState state(JournalMemory memory) throws IOException {
        return new ViewerState(
                format(memory), Abilities.parse(ABILITIES.get(memory)), facts(memory), messages(memory), size(memory));
    }

    private static IOException damaged(String how) {
        return new IOException("its journal is damaged: " + how);
    }

    private static Set<Fact> facts(JournalMemory memory) throws IOException {
        int bits = FACTS.get(memory);
        if (bits >>> Fact.values().length != 0) {
            throw damaged("facts " + bits);
        }
        Set<Fact> facts = EnumSet.noneOf(Fact.class);
        for (Fact each : Fact.values()) {
            if ((bits & bit(each)) != 0) {
                facts.add(each);
            }
        }
        return facts;
    }

    private static PixelFormat format(JournalMemory memory) throws IOException {
        String text = FORMAT.get(memory);
        if (!text.matches("[0-9a-f]{" + 2 * FORMAT_BYTES + "}")) {
            throw damaged("a pixel format of " + text);
        }
        return PixelFormat.read(
                new DataInputStream(new ByteArrayInputStream(HexFormat.of().parseHex(text))));
    }

    private static Painting.Size size(JournalMemory memory) throws IOException {
        int told = SIZE_TOLD.get(memory);
        Painting.Size size = new Painting.Size(told >>> Short.SIZE, told & 0xFFFF);
        if ((long) size.width() * size.height() > MAX_PIXELS) {
            throw damaged("a picture of " + size.width() + " by " + size.height());
        }
        return size;
    }

    private static List<byte[]> messages(JournalMemory memory) throws IOException {
        int first = FIRST_MESSAGE.get(memory);
        int count = END_OF_MESSAGES.get(memory) - first;
        if (count < 0 || count > MAX_MESSAGES) {
            throw damaged(count + " messages wait");
        }
        List<byte[]> messages = new ArrayList<>();
        byte[] length = new byte[1];
        for (int i = 0; i < count; i++) {
            int place = place(first + i);
            MESSAGES.get(memory, place, length);
            if (length[0] < 1 || length[0] > MAX_MESSAGE) {
                throw damaged("a message of " + length[0] + " bytes");
            }
            byte[] message = new byte[length[0]];
            MESSAGES.get(memory, place + 1, message);
            messages.add(message);
        }
        return messages;
    }
}
