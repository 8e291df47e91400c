// SPDX-License-Identifier: Apache-2.0
package org.xenbay.shell.internal.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.xenbay.api.command.CommandFailure;

class BoundedLinesTest {

    private static BoundedLines of(String text) {
        return new BoundedLines(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void linesComeWithoutTheirEnds() throws IOException {
        BoundedLines lines = of("one\r\n\n\r\nnaïve ☃\n\rlast");
        for (String line : new String[] {"one", "", "", "naïve ☃", "\rlast"}) {
            assertThat(lines.next()).contains(line);
        }
        assertThat(lines.next()).isEmpty();
        assertThat(of("").next()).isEmpty();
        assertThat(of("\n").next()).isEqualTo(Optional.of(""));
    }

    @Test
    void theLongestLineIsRead() throws IOException {
        String longest = "x".repeat(BoundedLines.MOST);
        BoundedLines lines = of(longest + "\nnext");
        assertThat(lines.next()).contains(longest);
        assertThat(lines.next()).contains("next");
    }

    /** As from /dev/zero: the line has no end. */
    @Test
    void aLineThatWouldFillTheMemoryIsRefused() {
        BoundedLines lines = new BoundedLines(new InputStream() {
            @Override
            public int read() {
                return 'x';
            }

            @Override
            public int read(byte[] bytes, int offset, int length) {
                Arrays.fill(bytes, offset, offset + length, (byte) 'x');
                return length;
            }
        });
        assertThatThrownBy(lines::next)
                .isInstanceOf(CommandFailure.class)
                .hasMessage("a line of the input is longer than 1048576 characters");
    }
}
