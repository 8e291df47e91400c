// SPDX-License-Identifier: Apache-2.0
package org.xenbay.fuzz;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/** Makes messages of 9P out of choices: each of a kind that there is, with fields that may be anything. */
final class NinePMessages {

    static final int VERSION = 100;
    static final int FLUSH = 108;
    static final int NOTAG = 0xFFFF;
    private static final int NOFID = 0xFF;
    static final int MAX_DATA = 4096;

    /**
     * Fields of each message: f a fid, s a name, w names to walk, 1 2 4 8 numbers of so many bytes, d data, with its length
     * in four bytes before.
     */
    private static final Map<Integer, String> FIELDS = new TreeMap<>(Map.ofEntries(
            Map.entry(8, "f"),
            Map.entry(12, "f4"),
            Map.entry(14, "fs444"),
            Map.entry(16, "fss4"),
            Map.entry(18, "fs4444"),
            Map.entry(20, "ffs"),
            Map.entry(22, "f"),
            Map.entry(24, "f8"),
            Map.entry(26, "f444488888"),
            Map.entry(30, "ffs"),
            Map.entry(32, "fs84"),
            Map.entry(40, "f84"),
            Map.entry(50, "f4"),
            Map.entry(52, "f14884s"),
            Map.entry(54, "f1884s"),
            Map.entry(70, "ffs"),
            Map.entry(72, "fs44"),
            Map.entry(74, "fsfs"),
            Map.entry(76, "fs4"),
            Map.entry(VERSION, "4s"),
            Map.entry(102, "fss4"),
            Map.entry(104, "ffss4"),
            Map.entry(FLUSH, "2"),
            Map.entry(110, "ffw"),
            Map.entry(112, "f1"),
            Map.entry(114, "fs41s"),
            Map.entry(116, "f84"),
            Map.entry(118, "f8d"),
            Map.entry(120, "f"),
            Map.entry(122, "f"),
            Map.entry(124, "f"),
            Map.entry(126, "f2d")));

    static final int[] TYPES =
            FIELDS.keySet().stream().mapToInt(Integer::intValue).toArray();

    static final String[] NAMES = {
        "",
        "a",
        "b",
        "c",
        "dir",
        "link",
        "escape",
        ".",
        "..",
        "a/b",
        "/etc/passwd",
        "../outside/secret",
        "nul\0nul",
        "user.a",
        "user.virtfs.uid",
        "user.virtfs.mode",
        "system.posix_acl_access",
        "security.capability",
        "trusted.overlay.opaque",
        ".virtfs_metadata",
        ".virtfs_metadata_root",
        ".VIRTFS_METADATA",
        "9P2000.L",
        "9P2000.u",
        "9P2000.L.Google.7",
        "9P2000.Lx",
        "unknown",
        "c 1 3",
        "b 8 0",
        "p",
        "dir/..",
        "\u00ff\u00fe",
        "7",
        "x"
    };
    /** A name by its bytes, whose number follows; and one of so many times 256. */
    static final int OWN_NAME = 0x80;

    static final int LONG_NAME = 0xC0;

    private NinePMessages() {}

    /** Writes the choices for a message; fields are numbers (int or long), names and byte arrays. */
    static void write(InputWriter to, int type, Object... fields) {
        for (int i = 0; i < TYPES.length; i++) {
            if (TYPES[i] == type) {
                to.u8(i);
            }
        }
        for (Object field : fields) {
            if (field instanceof Fid fid) {
                to.u8(fid.number());
            } else if (field instanceof String name) {
                writeName(to, name);
            } else if (field instanceof byte[] data) {
                to.number(data.length).bytes(data);
            } else {
                to.number(((Number) field).longValue());
            }
        }
    }

    /** @param number a fid, or 0xFF for none */
    record Fid(int number) {}

    private static void writeName(InputWriter to, String name) {
        for (int i = 0; i < NAMES.length; i++) {
            if (NAMES[i].equals(name)) {
                to.u8(i);
                return;
            }
        }
        if (name.length() > 255) {
            to.u8(LONG_NAME).u8(name.length() / 256);
        } else {
            to.u8(OWN_NAME).u8(name.length()).text(name);
        }
    }

    /**
     * @param type of the message
     * @param tag it carries
     * @param from its fields
     * @return the whole message
     */
    static byte[] read(int type, int tag, Input from) {
        ByteArrayOutputStream message = new ByteArrayOutputStream();
        put(message, 0, 4);
        put(message, type, 1);
        put(message, tag, 2);
        FIELDS.get(type).chars().forEach(field -> field(message, (char) field, from));
        byte[] bytes = message.toByteArray();
        for (int i = 0; i < 4; i++) {
            bytes[i] = (byte) (bytes.length >> 8 * i);
        }
        return bytes;
    }

    private static void field(ByteArrayOutputStream message, char field, Input from) {
        switch (field) {
            case 'f' -> {
                int fid = from.u8();
                put(message, fid == NOFID ? -1 : fid, 4);
            }
            case 's' -> name(message, from);
            case 'w' -> {
                int count = (int) from.number() & 0xFFFF;
                put(message, count, 2);
                for (int i = 0; i < Math.min(count, 20); i++) {
                    name(message, from);
                }
            }
            case 'd' -> {
                int count = (int) from.number();
                put(message, count, 4);
                message.writeBytes(from.bytes(Math.max(0, Math.min(count, MAX_DATA))));
            }
            default -> put(message, from.number(), field - '0');
        }
    }

    private static void name(ByteArrayOutputStream message, Input from) {
        int choice = from.u8();
        byte[] name;
        if (choice < OWN_NAME) {
            name = NAMES[choice % NAMES.length].getBytes(StandardCharsets.ISO_8859_1);
        } else if (choice < LONG_NAME) {
            name = from.bytes(from.u8());
        } else {
            name = "n".repeat(Math.min(0xFFFF, 256 * from.u8() + (choice & 1))).getBytes(StandardCharsets.ISO_8859_1);
        }
        put(message, name.length, 2);
        message.writeBytes(name);
    }

    private static void put(ByteArrayOutputStream message, long value, int count) {
        for (int i = 0; i < count; i++) {
            message.write((int) (value >> 8 * i));
        }
    }
}
