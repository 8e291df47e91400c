// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.console.command;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import org.xenbay.api.text.JsonString;

/**
 * A recording of a terminal, as asciinema plays it: asciicast, version 2. The first line describes the recording, each further
 * line is a piece of output with its time. Characters are UTF-8; an invalid byte becomes U+FFFD.
 */
final class Asciicast implements AutoCloseable {

    /** Size of the terminal on which it is played: consoles of Xen do not know their size. */
    private static final int WIDTH = 80;

    private static final int HEIGHT = 24;

    private static final double SECOND = 1e9;

    private final OutputStream file;
    private final CharsetDecoder decoder = StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPLACE)
            .onUnmappableCharacter(CodingErrorAction.REPLACE);
    /** The first bytes of an incomplete character. */
    private ByteBuffer rest = ByteBuffer.allocate(0);

    private Duration last = Duration.ZERO;
    private long size;
    private int pieces;

    /**
     * @param file closed with the recording
     * @param begin of the recording
     * @param title of the recording
     */
    Asciicast(OutputStream file, Instant begin, String title) throws IOException {
        this.file = file;
        line("{\"version\": 2, \"width\": " + WIDTH + ", \"height\": " + HEIGHT + ", \"timestamp\": "
                + begin.getEpochSecond() + ", \"title\": " + JsonString.quote(title) + "}");
    }

    /** @param time since the recording began */
    void output(Duration time, byte[] bytes) throws IOException {
        last = time;
        ByteBuffer in = ByteBuffer.allocate(rest.remaining() + bytes.length)
                .put(rest)
                .put(bytes)
                .flip();
        CharBuffer text = CharBuffer.allocate(in.remaining() + 1);
        decoder.decode(in, text, false);
        rest = in.slice();
        piece(text.flip().toString());
    }

    private void piece(String text) throws IOException {
        if (!text.isEmpty()) {
            pieces++;
            line(String.format(Locale.ROOT, "[%.6f, \"o\", %s]", last.toNanos() / SECOND, JsonString.quote(text)));
        }
    }

    private void line(String line) throws IOException {
        byte[] bytes = (line + "\n").getBytes(StandardCharsets.UTF_8);
        file.write(bytes);
        size += bytes.length;
    }

    /** @return bytes written so far */
    long size() {
        return size;
    }

    /** @return how many pieces of output there are */
    int pieces() {
        return pieces;
    }

    /** Writes the rest of the output, and closes the file. */
    @Override
    public void close() throws IOException {
        try (file) {
            if (rest.hasRemaining()) {
                piece("\uFFFD");
            }
        }
    }
}
