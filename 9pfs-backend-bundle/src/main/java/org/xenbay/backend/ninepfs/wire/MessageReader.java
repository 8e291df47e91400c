// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.ninepfs.wire;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.OptionalInt;
import org.xenbay.api.file.Errno;
import org.xenbay.api.file.FileException;

/**
 * Reads the fields of one request from a private copy of its bytes. A missing field fails with EINVAL. The reader allocates
 * no more bytes than the request has.
 */
public final class MessageReader {

    private final ByteBuffer bytes;

    /** @param bytes read from their position on; must not change meanwhile */
    public MessageReader(ByteBuffer bytes) {
        this.bytes = bytes.order(ByteOrder.LITTLE_ENDIAN);
    }

    /** @return number of bytes not read yet */
    public int remaining() {
        return bytes.remaining();
    }

    /**
     * @return {@code b[1]}, unsigned
     * @throws FileException EINVAL at the end
     */
    public int u8() throws FileException {
        return need(1).get() & 0xFF;
    }

    /**
     * @return {@code w[2]}, unsigned
     * @throws FileException EINVAL at the end
     */
    public int u16() throws FileException {
        return need(2).getShort() & 0xFFFF;
    }

    /**
     * @return {@code d[4]}, as 32 bits
     * @throws FileException EINVAL at the end
     */
    public int i32() throws FileException {
        return need(4).getInt();
    }

    /** @return {@code d[4]} that is read next, as 32 bits, if the message has one */
    public OptionalInt next() {
        return bytes.remaining() < Integer.BYTES ? OptionalInt.empty() : OptionalInt.of(bytes.getInt(bytes.position()));
    }

    /**
     * @return {@code d[4]}, unsigned
     * @throws FileException EINVAL at the end
     */
    public long u32() throws FileException {
        return i32() & 0xFFFF_FFFFL;
    }

    /**
     * @return {@code q[8]}, as 64 bits
     * @throws FileException EINVAL at the end
     */
    public long i64() throws FileException {
        return need(8).getLong();
    }

    /**
     * @return {@code s[2]}: bytes without NUL
     * @throws FileException EINVAL at the end or when there is a NUL in it
     */
    public byte[] string() throws FileException {
        int length = u16();
        ByteBuffer enough = need(length);
        byte[] string = new byte[length];
        enough.get(string);
        for (byte each : string) {
            if (each == 0) {
                throw new FileException(Errno.EINVAL, "a string with a NUL");
            }
        }
        return string;
    }

    /**
     * @return {@code s[2]} as text
     * @throws FileException as {@link #string}
     */
    public String text() throws FileException {
        return new String(string(), StandardCharsets.UTF_8);
    }

    private ByteBuffer need(int count) throws FileException {
        if (bytes.remaining() < count) {
            throw new FileException(Errno.EINVAL, "a message that is too short");
        }
        return bytes;
    }
}
