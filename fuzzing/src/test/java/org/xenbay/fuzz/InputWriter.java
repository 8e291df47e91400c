// SPDX-License-Identifier: Apache-2.0
package org.xenbay.fuzz;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Writes what {@link Input} reads: for inputs made by hand. */
final class InputWriter {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    InputWriter u8(int value) {
        bytes.write(value);
        return this;
    }

    InputWriter u16(int value) {
        return u8(value).u8(value >> 8);
    }

    InputWriter u32(int value) {
        return u16(value).u16(value >> 16);
    }

    InputWriter number(long value) {
        if (value >= 0 && value < Input.SMALL) {
            return u8((int) value);
        }
        return u8(Input.EIGHT_BYTES).u32((int) value).u32((int) (value >> 32));
    }

    InputWriter bytes(byte[] value) {
        bytes.writeBytes(value);
        return this;
    }

    InputWriter text(String value) {
        return bytes(value.getBytes(StandardCharsets.ISO_8859_1));
    }

    byte[] toBytes() {
        return bytes.toByteArray();
    }
}
