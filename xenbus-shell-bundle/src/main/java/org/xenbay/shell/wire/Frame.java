// SPDX-License-Identifier: Apache-2.0
package org.xenbay.shell.wire;

import java.nio.charset.StandardCharsets;

/**
 * One message: on the wire its type (one byte), the length of its payload (four bytes, highest first) and the payload.
 *
 * @param type its kind
 * @param payload at most {@link #MAX_PAYLOAD} bytes; not copied
 */
public record Frame(FrameType type, byte[] payload) {

    /** Longest payload, in bytes. */
    public static final int MAX_PAYLOAD = 64 * 1024;

    /** Bytes before the payload. */
    static final int HEADER = 5;

    /**
     * Checks the length.
     *
     * @throws IllegalArgumentException when the payload is too long
     */
    public Frame {
        if (payload.length > MAX_PAYLOAD) {
            throw new IllegalArgumentException("a frame carries at most " + MAX_PAYLOAD + " bytes: " + payload.length);
        }
    }

    /** @return the payload as UTF-8 text */
    public String text() {
        return new String(payload, StandardCharsets.UTF_8);
    }
}
