// SPDX-License-Identifier: Apache-2.0
package org.xenbay.api.ring;

import java.nio.ByteBuffer;
import org.xenbay.api.xen.SharedMemory;

/**
 * Where the data of a byte ring lies, and the arithmetic of its indices. {@link ByteRingReader} and {@link ByteRingWriter} use
 * it, and rings that read or write their bytes in an order of their own. It holds no index, so any thread may use it.
 *
 * <p>Bytes from an index on may lie in two parts, the second of which begins with the data. A copy joins both. The caller
 * checks by {@link #used} that the other side does not own the bytes.
 */
public final class ByteRingLayout {

    private final String name;
    private final SharedMemory data;
    private final int dataOffset;
    private final int size;

    /**
     * @param name what the ring is, for the message of a {@link CorruptRingException}
     * @param data holds the data
     * @param dataOffset first byte of the data
     * @param size bytes of data, a power of two
     * @throws IllegalArgumentException when the memory has no such part
     */
    public ByteRingLayout(String name, SharedMemory data, int dataOffset, int size) {
        if (Integer.bitCount(size) != 1 || dataOffset < 0 || dataOffset > data.size() - size) {
            throw new IllegalArgumentException(
                    "a ring of " + size + " bytes at offset " + dataOffset + " in " + data.size());
        }
        this.name = name;
        this.data = data;
        this.dataOffset = dataOffset;
        this.size = size;
    }

    /** @return bytes of data */
    public int size() {
        return size;
    }

    /**
     * @param producer index behind the last byte that was put
     * @param consumer index behind the last byte that was taken
     * @return bytes between them, 0 to {@link #size}
     * @throws CorruptRingException when their distance is greater
     */
    public int used(int producer, int consumer) {
        int used = producer - consumer;
        if (used < 0 || used > size) {
            throw CorruptRingException.of(name, producer, consumer, size);
        }
        return used;
    }

    /**
     * @param index of a byte
     * @return its offset in the memory that holds the data
     */
    public int offset(int index) {
        return dataOffset + (index & size - 1);
    }

    /**
     * @param index of the first byte
     * @param count bytes
     * @return how many of them come before the end of the data; the others are at its beginning
     */
    public int contiguous(int index, int count) {
        return Math.min(count, size - (index & size - 1));
    }

    /**
     * Copies bytes out of the ring.
     *
     * @param index of the first byte
     * @param target where to
     * @param at first byte there
     * @param count bytes
     */
    public void get(int index, byte[] target, int at, int count) {
        int first = contiguous(index, count);
        data.get(offset(index), target, at, first);
        data.get(dataOffset, target, at + first, count - first);
    }

    /**
     * Copies bytes out of the ring.
     *
     * @param index of the first byte
     * @param target where to; its position moves
     * @param count bytes
     */
    public void get(int index, ByteBuffer target, int count) {
        int first = contiguous(index, count);
        data.get(offset(index), target, first);
        data.get(dataOffset, target, count - first);
    }

    /**
     * Copies bytes into the ring.
     *
     * @param index of the first byte
     * @param source where from
     * @param at first byte there
     * @param count bytes
     */
    public void put(int index, byte[] source, int at, int count) {
        int first = contiguous(index, count);
        data.put(offset(index), source, at, first);
        data.put(dataOffset, source, at + first, count - first);
    }

    /**
     * Copies bytes into the ring.
     *
     * @param index of the first byte
     * @param source where from; its position moves
     * @param count bytes
     */
    public void put(int index, ByteBuffer source, int count) {
        int first = contiguous(index, count);
        data.put(offset(index), source, first);
        data.put(dataOffset, source, count - first);
    }
}
