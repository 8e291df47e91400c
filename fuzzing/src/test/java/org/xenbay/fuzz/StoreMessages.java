// SPDX-License-Identifier: Apache-2.0
package org.xenbay.fuzz;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Messages of XenStore, made of choices: xen/include/public/io/xs_wire.h. */
final class StoreMessages {

    static final String[] WORDS = {
        "",
        "/",
        "a",
        "/local/domain/1/a",
        "/local/domain/1/a/b",
        "/local/domain/0",
        "/local/domain/7",
        "@releaseDomain",
        "@introduceDomain",
        "@none",
        "//",
        "/a/",
        "a b",
        "token",
        "0",
        "1",
        "7",
        "4294967295",
        "-1",
        "T",
        "F",
        "n0",
        "b1",
        "r7",
        "x1",
        "print",
        "check",
        "1024",
        "99999999999999999999",
        "/local/domain/1/data",
        "../a"
    };
    private static final int OWN = 0x80;
    private static final int LONG = 0xC0;
    private static final int OPERATIONS = 28;

    private StoreMessages() {}

    /**
     * @param from its type, request, transaction and words
     * @return a message whose length is right, as a rule
     */
    static byte[] read(Input from) {
        int type = from.choose(OPERATIONS);
        int how = from.u8();
        int transaction = (how & 1) == 0 ? 0 : (int) from.number();
        ByteArrayOutputStream words = new ByteArrayOutputStream();
        for (int i = how >> 1 & 7; i > 0; i--) {
            word(words, from);
        }
        byte[] payload = words.toByteArray();
        int length = (how & 0x80) == 0 ? payload.length : (int) from.number();
        return ByteBuffer.allocate(16 + payload.length)
                .order(ByteOrder.nativeOrder())
                .putInt(type)
                .putInt(how)
                .putInt(transaction)
                .putInt(length)
                .put(payload)
                .array();
    }

    private static void word(ByteArrayOutputStream to, Input from) {
        int choice = from.u8();
        if (choice < OWN) {
            to.writeBytes(WORDS[choice % WORDS.length].getBytes(StandardCharsets.ISO_8859_1));
        } else if (choice < LONG) {
            to.writeBytes(from.bytes(from.u8()));
        } else {
            to.writeBytes("n".repeat(from.u8() * 17).getBytes(StandardCharsets.ISO_8859_1));
        }
        if (choice % 16 != 15) {
            to.write(0);
        }
    }

    /** Writes the choices for a message. */
    static InputWriter write(InputWriter to, int type, String... words) {
        to.u8(type).u8(words.length << 1);
        for (String word : words) {
            int known = java.util.Arrays.asList(WORDS).indexOf(word);
            if (known >= 0 && known % 16 != 15) {
                to.u8(known);
            } else {
                to.u8(OWN).u8(word.length()).text(word);
            }
        }
        return to;
    }
}
