// SPDX-License-Identifier: Apache-2.0
package org.xenbay.usb.disk;

import java.nio.ByteBuffer;

/** Why a command failed (SPC-4, 4.5: sense key, additional sense code). */
enum Sense {
    NONE(0x00, 0x00),
    READ_ERROR(0x03, 0x11),
    WRITE_ERROR(0x03, 0x0C),
    UNKNOWN_COMMAND(0x05, 0x20),
    OUT_OF_RANGE(0x05, 0x21),
    BAD_FIELD(0x05, 0x24),
    NO_SUCH_UNIT(0x05, 0x25),
    WRITE_PROTECTED(0x07, 0x27);

    /** Bytes of sense data in the fixed format. */
    static final int SIZE = 18;

    private static final int CURRENT_FIXED = 0x70;

    private final int key;
    private final int code;

    Sense(int key, int code) {
        this.key = key;
        this.code = code;
    }

    byte[] data() {
        return ByteBuffer.allocate(SIZE)
                .put(0, (byte) CURRENT_FIXED)
                .put(2, (byte) key)
                .put(7, (byte) (SIZE - 8))
                .put(12, (byte) code)
                .array();
    }
}
