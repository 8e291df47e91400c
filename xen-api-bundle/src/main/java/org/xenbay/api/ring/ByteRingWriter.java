// SPDX-License-Identifier: Apache-2.0
package org.xenbay.api.ring;

import java.nio.ByteBuffer;
import org.xenbay.api.xen.SharedMemory;

/** The producing half of a stream of bytes in shared memory, such as {@code in} of a console page. */
public final class ByteRingWriter {

    private final SharedMemory memory;
    private final int consumerOffset;
    private final int producerOffset;
    private final ByteRingLayout layout;
    private int producer;

    /**
     * Starts at the ring's producer index. After a kill the next process thereby continues where the killed one stopped.
     *
     * @param memory holds the ring
     * @param dataOffset first byte of the data
     * @param size bytes of data, a power of two
     * @param consumerOffset place of the consumer index, which the other half writes
     * @param producerOffset place of the producer index, which this half writes
     */
    public ByteRingWriter(SharedMemory memory, int dataOffset, int size, int consumerOffset, int producerOffset) {
        this(memory, consumerOffset, producerOffset, memory, dataOffset, size);
    }

    /**
     * Writes a ring whose indices and data lie in different memory, as those of 9pfs do.
     *
     * @param indices holds the indices
     * @param consumerOffset place of the consumer index
     * @param producerOffset place of the producer index
     * @param data holds the data
     * @param dataOffset first byte of the data
     * @param size bytes of data, a power of two
     */
    public ByteRingWriter(
            SharedMemory indices, int consumerOffset, int producerOffset, SharedMemory data, int dataOffset, int size) {
        this.memory = indices;
        this.consumerOffset = consumerOffset;
        this.producerOffset = producerOffset;
        this.layout = new ByteRingLayout("byte ring", data, dataOffset, size);
        this.producer = indices.getIntAcquire(producerOffset);
    }

    /**
     * @return number of bytes that fit now, 0 to the ring's size
     * @throws CorruptRingException when the consumer index is invalid
     */
    public int free() {
        return layout.size() - layout.used(producer, memory.getIntAcquire(consumerOffset));
    }

    /** @return index of the next byte to write, as this half has last published it */
    public int index() {
        return producer;
    }

    /**
     * Puts bytes into the ring. The caller signals the other side when the result is above 0.
     *
     * @param source where from
     * @param offset first byte there
     * @param length number of bytes
     * @return number of bytes that were written
     * @throws CorruptRingException when the consumer index is invalid
     */
    public int write(byte[] source, int offset, int length) {
        int count = Math.min(free(), length);
        layout.put(producer, source, offset, count);
        return put(count);
    }

    /**
     * Puts bytes from a buffer into the ring, as many as fit.
     *
     * @param source where from; its position moves
     * @return number of bytes that were written
     * @throws CorruptRingException when the consumer index is invalid
     */
    public int write(ByteBuffer source) {
        int count = Math.min(free(), source.remaining());
        layout.put(producer, source, count);
        return put(count);
    }

    private int put(int count) {
        if (count > 0) {
            producer += count;
            memory.putIntRelease(producerOffset, producer);
            memory.fullFence();
        }
        return count;
    }
}
