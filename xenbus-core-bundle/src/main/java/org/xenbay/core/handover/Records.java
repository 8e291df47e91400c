// SPDX-License-Identifier: Apache-2.0
package org.xenbay.core.handover;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.zip.CRC32;
import org.xenbay.api.device.DeviceId;

/**
 * The format of the state file: a magic number and a version, then a record for each device. A record is a header with its own
 * checksum, so that the record is found even if an earlier one is damaged; the body; and the body's checksum. Numbers are
 * big-endian.
 */
final class Records {

    /** "XBHF", where the file begins. */
    static final int FILE = 0x5842_4846;

    /** Version of this format; a backend's state has its own version. */
    static final int VERSION = 2;

    /** Bytes of both. */
    static final int START = 8;

    /** A body is a {@link SavedForm}. */
    static final int STATE = 1;

    /** A body with a text: why the device's connection cannot be continued. */
    static final int REFUSAL = 2;

    /** Most bytes of a body. A device with more cannot be handed over. */
    static final int MAX_BODY = 64 << 20;

    /** "XBDR". */
    private static final int RECORD = 0x5842_4452;

    private static final int MAX_ID = 256;
    /** Magic number, kind, lengths of body and id. */
    private static final int FIXED = 16;

    private Records() {}

    /**
     * A record of a file.
     *
     * @param id the device
     * @param kind {@link #STATE} or {@link #REFUSAL}
     * @param body offset of its body
     * @param length of the body, in bytes
     */
    record Entry(DeviceId id, int kind, int body, int length) {

        int end() {
            return body + length + Integer.BYTES;
        }

        /** @return whether the body is what was written */
        boolean isWhole(ByteBuffer file) {
            CRC32 sum = new CRC32();
            sum.update(file.slice(body, length));
            return (int) sum.getValue() == file.getInt(body + length);
        }
    }

    static byte[] header(DeviceId id, int kind, int length) {
        byte[] name = id.toString().getBytes(StandardCharsets.UTF_8);
        ByteBuffer header = ByteBuffer.allocate(FIXED + name.length + Integer.BYTES);
        header.putInt(RECORD).putInt(kind).putInt(length).putInt(name.length).put(name);
        return header.putInt(checksum(header.array(), header.position())).array();
    }

    static int checksum(byte[] bytes, int length) {
        CRC32 sum = new CRC32();
        sum.update(bytes, 0, length);
        return (int) sum.getValue();
    }

    /** @return the record whose header is at that position; empty when there is no header, or it is damaged */
    static Optional<Entry> at(ByteBuffer file, int position) {
        if (file.limit() - position < FIXED + Integer.BYTES || file.getInt(position) != RECORD) {
            return Optional.empty();
        }
        int length = file.getInt(position + 8);
        int idLength = file.getInt(position + 12);
        if (idLength < 0 || idLength > MAX_ID || file.limit() - position < FIXED + idLength + Integer.BYTES) {
            return Optional.empty();
        }
        byte[] header = new byte[FIXED + idLength];
        file.get(position, header);
        int body = position + header.length + Integer.BYTES;
        boolean right = checksum(header, header.length) == file.getInt(position + header.length);
        if (!right || length < 0 || length > MAX_BODY || (long) body + length + Integer.BYTES > file.limit()) {
            return Optional.empty();
        }
        String id = new String(header, FIXED, idLength, StandardCharsets.UTF_8);
        return Optional.of(new Entry(DeviceId.parse(id), file.getInt(position + 4), body, length));
    }

    /** Computes the length and the checksum of bytes, without keeping them. */
    static final class Measure extends OutputStream {
        private final CRC32 sum = new CRC32();
        private long count;

        @Override
        public void write(int value) {
            sum.update(value);
            count++;
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            sum.update(bytes, offset, length);
            count += length;
        }

        long count() {
            return count;
        }

        int checksum() {
            return (int) sum.getValue();
        }
    }
}
