// SPDX-License-Identifier: Apache-2.0
package org.xenbay.vnc.encoding;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;

/** Bytes that are gathered and sent together. Numbers have their highest byte first. Of one thread. */
public final class Bytes {

    private byte[] array;
    private int length;

    /** @param room bytes for a start */
    public Bytes(int room) {
        array = new byte[room];
    }

    private void grow(int more) {
        if (array.length - length < more) {
            array = Arrays.copyOf(array, Math.max(length + more, 2 * array.length));
        }
    }

    /**
     * @param value its lowest 8 bits
     * @return these bytes
     */
    public Bytes u8(int value) {
        grow(1);
        array[length++] = (byte) value;
        return this;
    }

    /**
     * @param value its lowest 16 bits
     * @return these bytes
     */
    public Bytes u16(int value) {
        return u8(value >> 8).u8(value);
    }

    /**
     * @param value a number
     * @return these bytes
     */
    public Bytes u32(int value) {
        return u16(value >> 16).u16(value);
    }

    /**
     * @param source bytes
     * @param count how many of them, from the first
     * @return these bytes
     */
    public Bytes bytes(byte[] source, int count) {
        grow(count);
        System.arraycopy(source, 0, array, length, count);
        length += count;
        return this;
    }

    /**
     * @param source bytes
     * @return these bytes
     */
    public Bytes bytes(byte[] source) {
        return bytes(source, source.length);
    }

    Bytes bytes(Bytes source) {
        return bytes(source.array, source.length);
    }

    /** The lowest bytes of a value. */
    void pixel(int value, int bytes, boolean bigEndian) {
        grow(bytes);
        for (int i = 0; i < bytes; i++) {
            array[length + (bigEndian ? bytes - 1 - i : i)] = (byte) (value >> 8 * i);
        }
        length += bytes;
    }

    byte[] array() {
        return array;
    }

    /** @return how many there are */
    public int length() {
        return length;
    }

    /** Forgets all. */
    public void clear() {
        length = 0;
    }

    /** @return a copy */
    public byte[] toArray() {
        return Arrays.copyOf(array, length);
    }

    /**
     * Writes all, and forgets it.
     *
     * @param out where to
     * @throws IOException when that fails
     */
    public void writeTo(OutputStream out) throws IOException {
        out.write(array, 0, length);
        length = 0;
    }
}
