// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.ninepfs.wire;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * Writes one reply into a buffer that is reused. The caller ensures that the reply fits: only entries of folders and values of
 * attributes can be long, and their callers check {@link #room} before.
 */
public final class MessageWriter {

    /** Bytes that one reply can have: a value of an extended attribute, or entries of a folder. */
    public static final int CAPACITY = 80 * 1024;

    private final ByteBuffer bytes = ByteBuffer.allocate(CAPACITY).order(ByteOrder.LITTLE_ENDIAN);

    /**
     * Begins a reply, and discards the reply before it.
     *
     * @param type its number
     * @param tag its request's
     * @return this
     */
    public MessageWriter begin(int type, int tag) {
        bytes.clear();
        bytes.putInt(0).put((byte) type).putShort((short) tag);
        return this;
    }

    /** @return the whole reply, to be used before the next one begins */
    public ByteBuffer end() {
        bytes.putInt(0, bytes.position());
        return bytes.flip();
    }

    /** @return bytes that can still be written */
    public int room() {
        return bytes.remaining();
    }

    /** @return bytes written so far, the header included */
    public int length() {
        return bytes.position();
    }

    /**
     * @param value its low 8 bits are written
     * @return this
     */
    public MessageWriter u8(int value) {
        bytes.put((byte) value);
        return this;
    }

    /**
     * @param value its low 16 bits are written
     * @return this
     */
    public MessageWriter u16(int value) {
        bytes.putShort((short) value);
        return this;
    }

    /**
     * @param value 32 bits
     * @return this
     */
    public MessageWriter i32(int value) {
        bytes.putInt(value);
        return this;
    }

    /**
     * @param value 64 bits
     * @return this
     */
    public MessageWriter i64(long value) {
        bytes.putLong(value);
        return this;
    }

    /**
     * @param value bytes, preceded by their number
     * @return this
     */
    public MessageWriter string(byte[] value) {
        bytes.putShort((short) value.length).put(value);
        return this;
    }

    /**
     * @param value written as UTF-8, preceded by the number of bytes
     * @return this
     */
    public MessageWriter string(String value) {
        return string(value.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * @param value plain bytes
     * @param offset first of them
     * @param length number of them
     * @return this
     */
    public MessageWriter bytes(byte[] value, int offset, int length) {
        bytes.put(value, offset, length);
        return this;
    }

    /**
     * @param qid to be written
     * @return this
     */
    public MessageWriter qid(Qid qid) {
        return u8(qid.type()).i32(qid.version()).i64(qid.path());
    }

    /**
     * @param at position of a 32-bit number that was written before
     * @param value its new value
     * @return this
     */
    public MessageWriter set32(int at, int value) {
        bytes.putInt(at, value);
        return this;
    }

    /**
     * @param at position of a 16-bit number that was written before
     * @param value its new value
     * @return this
     */
    public MessageWriter set16(int at, int value) {
        bytes.putShort(at, (short) value);
        return this;
    }
}
