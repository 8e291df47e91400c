// SPDX-License-Identifier: Apache-2.0
package org.xenbay.fuzz;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Reads a fuzzer's bytes as choices. Bytes beyond the end read as 0, so that every sequence of bytes is an input, and a
 * truncated input behaves as before up to its end. {@link InputWriter} writes this format.
 */
final class Input {

    /** Edge values, chosen by their index. */
    static final long[] EDGES = {
        0,
        1,
        -1,
        2,
        7,
        16,
        4095,
        4096,
        0xFFFF,
        0xFFFF_FFFFL,
        Integer.MAX_VALUE,
        Integer.MIN_VALUE,
        Long.MAX_VALUE,
        Long.MIN_VALUE,
        1L << 32,
        0x8000
    };

    static final int SMALL = 0x80;
    static final int TWO_BYTES = 0x80;
    static final int FOUR_BYTES = 0x81;
    static final int EIGHT_BYTES = 0x82;
    static final int EDGE = 0x90;

    private final ByteBuffer bytes;

    Input(byte[] bytes) {
        this.bytes = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    boolean isEmpty() {
        return !bytes.hasRemaining();
    }

    int u8() {
        return bytes.hasRemaining() ? bytes.get() & 0xFF : 0;
    }

    int u16() {
        return u8() | u8() << 8;
    }

    int u32() {
        return u16() | u16() << 16;
    }

    /** @return one of so many choices */
    int choose(int count) {
        return u8() % count;
    }

    /** @return a number of which small ones and edges take fewer bytes, and so are tried more often */
    long number() {
        int first = u8();
        if (first < SMALL) {
            return first;
        }
        return switch (first) {
            case TWO_BYTES -> u16();
            case FOUR_BYTES -> u32();
            case EIGHT_BYTES -> u32() & 0xFFFF_FFFFL | (long) u32() << 32;
            default -> EDGES[first % EDGES.length];
        };
    }

    /** @return so many bytes, or those that are left */
    byte[] bytes(int count) {
        byte[] taken = new byte[Math.min(count, bytes.remaining())];
        bytes.get(taken);
        return taken;
    }
}
