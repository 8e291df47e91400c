// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.console.endpoint;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;

/** Formats output for a log: with times, and without control characters. */
final class LogFormat {

    private static final DateTimeFormatter TIME =
            new DateTimeFormatterBuilder().appendInstant(3).toFormatter();

    private boolean timed;
    private boolean filtered;
    private boolean midLine;
    private byte previous;

    /**
     * @param timed whether each line begins with the time (UTC) of its first byte
     * @param filtered whether control characters other than tabulator and line feed are replaced by a dot; a carriage
     *     return is left out
     * @param midLine whether a line has begun already
     */
    LogFormat(boolean timed, boolean filtered, boolean midLine) {
        this.timed = timed;
        this.filtered = filtered;
        this.midLine = midLine;
    }

    /** Applies to the next piece. */
    void change(boolean withTimes, boolean withoutControls) {
        timed = withTimes;
        filtered = withoutControls;
    }

    /**
     * @param millis when it came
     * @return the formatted output
     */
    ByteBuffer format(byte[] bytes, int from, int length, long millis) {
        if (!timed && !filtered) {
            return ByteBuffer.wrap(bytes, from, length);
        }
        byte[] prefix = timed ? prefix(millis) : new byte[0];
        ByteArrayOutputStream formatted = new ByteArrayOutputStream(length + length / 8);
        for (int i = from; i < from + length; i++) {
            byte b = bytes[i];
            if (filtered && b == '\r') {
                continue;
            }
            if (!midLine) {
                formatted.writeBytes(prefix);
            }
            midLine = b != '\n';
            formatted.write(filtered ? harmless(previous, b) : b);
            previous = b;
        }
        return ByteBuffer.wrap(formatted.toByteArray());
    }

    private static byte[] prefix(long millis) {
        return ("[" + TIME.format(Instant.ofEpochMilli(millis)) + "] ").getBytes(StandardCharsets.US_ASCII);
    }

    /**
     * Control characters of eight bits are two bytes in UTF-8, C2 80 to C2 9F; each of these bytes also occurs in other
     * characters.
     */
    private static int harmless(byte before, byte b) {
        boolean eightBits = before == (byte) 0xC2 && b <= (byte) 0x9F;
        boolean control = b >= 0 && b < 0x20 || b == 0x7F || eightBits;
        return control && b != '\n' && b != '\t' ? '.' : b;
    }
}
