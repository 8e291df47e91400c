// SPDX-License-Identifier: Apache-2.0
package org.xenbay.api.ring;

import java.nio.ByteBuffer;
import org.xenbay.api.xen.SharedMemory;

/** The consuming half of a stream of bytes in shared memory, such as {@code out} of a console page. */
public final class ByteRingReader {

    private final SharedMemory memory;
    private final int consumerOffset;
    private final int producerOffset;
    private final ByteRingLayout layout;
    private int consumer;

    /**
     * Starts at the ring's consumer index. After a kill the next process thereby continues where the killed one stopped.
     *
     * @param memory holds the ring
     * @param dataOffset first byte of the data
     * @param size bytes of data, a power of two
     * @param consumerOffset place of the consumer index, which this half writes
     * @param producerOffset place of the producer index, which the other half writes
     */
    public ByteRingReader(SharedMemory memory, int dataOffset, int size, int consumerOffset, int producerOffset) {
        this(memory, consumerOffset, producerOffset, memory, dataOffset, size);
    }

    /**
     * Reads a ring whose indices and data lie in different memory, as those of 9pfs do.
     *
     * @param indices holds the indices
     * @param consumerOffset place of the consumer index
     * @param producerOffset place of the producer index
     * @param data holds the data
     * @param dataOffset first byte of the data
     * @param size bytes of data, a power of two
     */
    public ByteRingReader(
            SharedMemory indices, int consumerOffset, int producerOffset, SharedMemory data, int dataOffset, int size) {
        this.memory = indices;
        this.consumerOffset = consumerOffset;
        this.producerOffset = producerOffset;
        this.layout = new ByteRingLayout("byte ring", data, dataOffset, size);
        this.consumer = indices.getIntAcquire(consumerOffset);
    }

    /**
     * @return bytes that can be read now, 0 to the ring's size
     * @throws CorruptRingException when the producer index is invalid
     */
    public int available() {
        return layout.used(memory.getIntAcquire(producerOffset), consumer);
    }

    /**
     * Takes bytes out of the ring and frees their room. The caller signals the writer when the result is above 0.
     *
     * @param target where to
     * @param offset first byte there
     * @param length most bytes to take
     * @return number of bytes taken
     * @throws CorruptRingException when the producer index is invalid
     */
    public int read(byte[] target, int offset, int length) {
        return taken(peek(target, offset, length));
    }

    /**
     * Copies bytes and leaves them in the ring, for a caller that stores them before it takes them ({@link #skip}).
     *
     * @param target where to
     * @param offset first byte there
     * @param length most bytes to copy
     * @return number of bytes copied
     * @throws CorruptRingException when the producer index is invalid
     */
    public int peek(byte[] target, int offset, int length) {
        int count = Math.min(available(), length);
        layout.get(consumer, target, offset, count);
        return count;
    }

    /** @return index of the next byte to take */
    public int index() {
        return consumer;
    }

    /**
     * Takes bytes out of the ring into a buffer, at most as many as remain in it.
     *
     * @param target where to; its position moves
     * @return number of bytes taken
     * @throws CorruptRingException when the producer index is invalid
     */
    public int read(ByteBuffer target) {
        int count = Math.min(available(), target.remaining());
        layout.get(consumer, target, count);
        return taken(count);
    }

    /**
     * Takes bytes out of the ring without reading them.
     *
     * @param most bytes to skip
     * @return number of bytes skipped
     * @throws CorruptRingException when the producer index is invalid
     */
    public int skip(int most) {
        return taken(Math.min(available(), most));
    }

    private int taken(int count) {
        if (count > 0) {
            consumer += count;
            memory.putIntRelease(consumerOffset, consumer);
            memory.fullFence();
        }
        return count;
    }
}
