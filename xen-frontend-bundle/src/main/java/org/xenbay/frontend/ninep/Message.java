// SPDX-License-Identifier: Apache-2.0
package org.xenbay.frontend.ninep;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Builds a request; grows as needed. Does not check it, so that tests can send invalid requests. */
public final class Message {

    private static final int HEADER = 7;

    private ByteBuffer bytes = ByteBuffer.allocate(64).order(ByteOrder.LITTLE_ENDIAN);

    /** @param type its number; the tag is set when it is sent */
    public Message(int type) {
        bytes.putInt(0).put((byte) type).putShort((short) 0);
    }

    private ByteBuffer room(int count) {
        if (bytes.remaining() < count) {
            int capacity = Math.max(2 * bytes.capacity(), bytes.position() + count);
            ByteBuffer larger = ByteBuffer.allocate(capacity).order(ByteOrder.LITTLE_ENDIAN);
            bytes = larger.put(bytes.flip());
        }
        return bytes;
    }

    /**
     * @param value b[1]
     * @return this
     */
    public Message u8(int value) {
        room(1).put((byte) value);
        return this;
    }

    /**
     * @param value w[2]
     * @return this
     */
    public Message u16(int value) {
        room(2).putShort((short) value);
        return this;
    }

    /**
     * @param value d[4]
     * @return this
     */
    public Message u32(int value) {
        room(4).putInt(value);
        return this;
    }

    /**
     * @param value q[8]
     * @return this
     */
    public Message u64(long value) {
        room(8).putLong(value);
        return this;
    }

    /**
     * @param value s[2]
     * @return this
     */
    public Message string(byte[] value) {
        u16(value.length);
        room(value.length).put(value);
        return this;
    }

    /**
     * @param value s[2], as UTF-8
     * @return this
     */
    public Message string(String value) {
        return string(value.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * @param value plain bytes
     * @param offset first of them
     * @param length number of them
     * @return this
     */
    public Message bytes(byte[] value, int offset, int length) {
        room(length).put(value, offset, length);
        return this;
    }

    /** @return the number of its type */
    public int type() {
        return bytes.get(4) & 0xFF;
    }

    /**
     * @param tag its tag
     * @return all of it, with size and tag
     */
    public byte[] bytes(int tag) {
        bytes.putInt(0, bytes.position()).putShort(HEADER - 2, (short) tag);
        return Arrays.copyOf(bytes.array(), bytes.position());
    }
}
