// SPDX-License-Identifier: Apache-2.0
package org.xenbay.shell.internal.command;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.xenbay.api.command.CommandFailure;

/** Reads lines, none of which may be so long that it fills the daemon's memory. Not thread-safe. */
final class BoundedLines {

    /** Most characters of a line, without its end. */
    static final int MOST = 1 << 20;

    private final BufferedReader in;

    /** @param in text in UTF-8 */
    BoundedLines(InputStream in) {
        this.in = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
    }

    /**
     * @return the next line without its end; empty at the end of the input
     * @throws CommandFailure when the line is too long
     * @throws IOException when the input cannot be read
     */
    Optional<String> next() throws IOException {
        StringBuilder line = new StringBuilder();
        int next = in.read();
        if (next < 0) {
            return Optional.empty();
        }
        while (next >= 0 && next != '\n') {
            if (line.length() == MOST) {
                throw new CommandFailure("a line of the input is longer than " + MOST + " characters");
            }
            line.append((char) next);
            next = in.read();
        }
        int end = line.length() - 1;
        if (end >= 0 && line.charAt(end) == '\r') {
            line.setLength(end);
        }
        return Optional.of(line.toString());
    }
}
