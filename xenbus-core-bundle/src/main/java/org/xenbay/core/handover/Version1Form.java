// SPDX-License-Identifier: Apache-2.0
package org.xenbay.core.handover;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.function.BiConsumer;
import java.util.zip.CRC32;
import org.xenbay.api.device.DeviceId;
import org.xenbay.api.device.RefusedStateException;

/**
 * Reads the state file of version 1, so that devices stay connected when this version replaces version 1. The file has: a
 * count, then for each device its id, a length, a magic number, a version, a CRC-32 of 8 bytes, and a {@link SavedForm}.
 */
final class Version1Form {

    /** "XBDV". */
    private static final int MAGIC = 0x5842_4456;

    private static final int HEADER = 16;
    private static final int MAX_DEVICES = 1 << 20;

    private Version1Form() {}

    /** @return whether the file may be of version 1: its count differs from the later format's magic number */
    static boolean isOne(ByteBuffer file) {
        return file.limit() >= Integer.BYTES && file.getInt(0) >= 0 && file.getInt(0) <= MAX_DEVICES;
    }

    /**
     * @param file the whole file
     * @param found receives each device, and the reason why its state cannot be used; empty if it can
     * @throws RefusedStateException when it is damaged; devices before the damage have been reported to {@code found}
     */
    static void read(ByteBuffer file, BiConsumer<Records.Entry, String> found) {
        try {
            int count = file.getInt(0);
            int at = Integer.BYTES;
            for (int i = 0; i < count; i++) {
                byte[] id = new byte[file.getShort(at) & 0xFFFF];
                file.get(at + Short.BYTES, id);
                at += Short.BYTES + id.length;
                int length = file.getInt(at);
                at += Integer.BYTES;
                DeviceId device = DeviceId.parse(new String(id, StandardCharsets.UTF_8));
                Records.Entry entry = new Records.Entry(device, Records.STATE, at + HEADER, length - HEADER);
                found.accept(entry, wrong(file, at, entry));
                at += length;
            }
        } catch (IndexOutOfBoundsException | IllegalArgumentException cut) {
            throw new RefusedStateException("it is cut off or not one: " + cut.getMessage());
        }
    }

    private static String wrong(ByteBuffer file, int header, Records.Entry entry) {
        if (file.getInt(header) != MAGIC || file.getInt(header + 4) != 1) {
            return "the saved state is damaged: it does not begin as one";
        }
        CRC32 sum = new CRC32();
        sum.update(file.slice(entry.body(), entry.length()));
        return sum.getValue() == file.getLong(header + 8) ? "" : "the saved state is damaged: its checksum is wrong";
    }
}
