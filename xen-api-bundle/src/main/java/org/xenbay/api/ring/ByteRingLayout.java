// SPDX-License-Identifier: Apache-2.0
package org.xenbay.api.ring;

import org.xenbay.api.xen.SharedMemory;

/** Where the parts of a byte ring lie, and the arithmetic of its indices. */
record ByteRingLayout(int dataOffset, int size, int consumerOffset, int producerOffset) {

    ByteRingLayout(SharedMemory memory, int dataOffset, int size, int consumerOffset, int producerOffset) {
        this(dataOffset, size, consumerOffset, producerOffset);
        if (Integer.bitCount(size) != 1 || dataOffset < 0 || dataOffset > memory.size() - size) {
            throw new IllegalArgumentException(
                    "a ring of " + size + " bytes at offset " + dataOffset + " in " + memory.size());
        }
    }

    int position(int index) {
        return index & size - 1;
    }

    int used(int producer, int consumer) {
        int used = producer - consumer;
        if (used < 0 || used > size) {
            throw CorruptRingException.of("byte ring", producer, consumer, size);
        }
        return used;
    }
}
