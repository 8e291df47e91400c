// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.console.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogFileTest {

    /** With a time before each of them, a megabyte of empty lines becomes 28 of them: not all at once. */
    @Test
    void shortLinesAreBroughtIntoTheirFormInParts(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("log");
        LogFile log = new LogFile(file, new LogSettings(folder, 100_000, 1, true, false), false);
        byte[] lines = "\n".repeat(20_000).getBytes(StandardCharsets.US_ASCII);
        log.enqueue(new LogFile.Piece(lines, lines.length, 0));
        log.drain();
        assertThat(Files.size(folder.resolve("log.1"))).as("first part").isEqualTo(16_384L * 28);
        assertThat(Files.size(file)).as("second part").isEqualTo((20_000L - 16_384) * 28);
    }
}
