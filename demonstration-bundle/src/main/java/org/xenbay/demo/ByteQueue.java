// SPDX-License-Identifier: Apache-2.0
package org.xenbay.demo;

import java.util.Arrays;

/** Bytes, first in first out. */
final class ByteQueue {

    private byte[] bytes = new byte[256];
    private int first;
    private int size;

    int size() {
        return size;
    }

    boolean isEmpty() {
        return size == 0;
    }

    void add(int value) {
        makeRoom(1);
        bytes[first + size++] = (byte) value;
    }

    void add(byte[] source) {
        makeRoom(source.length);
        System.arraycopy(source, 0, bytes, first + size, source.length);
        size += source.length;
    }

    int take() {
        int value = bytes[first++] & 0xFF;
        size--;
        return value;
    }

    int take(byte[] target, int offset, int length) {
        int count = Math.min(size, length);
        System.arraycopy(bytes, first, target, offset, count);
        first += count;
        size -= count;
        return count;
    }

    void clear() {
        first = 0;
        size = 0;
    }

    private void makeRoom(int more) {
        if (first + size + more <= bytes.length) {
            return;
        }
        byte[] to = size + more <= bytes.length ? bytes : new byte[Math.max(bytes.length * 2, size + more)];
        byte[] from = bytes;
        if (to == bytes) {
            System.arraycopy(from, first, to, 0, size);
        } else {
            bytes = Arrays.copyOf(Arrays.copyOfRange(from, first, first + size), to.length);
        }
        first = 0;
    }
}
