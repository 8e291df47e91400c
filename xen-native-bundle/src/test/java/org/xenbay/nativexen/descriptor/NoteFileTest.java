// SPDX-License-Identifier: Apache-2.0
package org.xenbay.nativexen.descriptor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NoteFileTest {

    @TempDir
    Path folder;

    @Test
    void theNextProcessReadsTheLinesThatWereWrittenLast() throws IOException {
        Path file = folder.resolve("note");
        NoteFile.write(file, Stream.of("1 2", "3 4"));
        assertThat(Files.readAllLines(file)).containsExactly("1 2", "3 4");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        NoteFile.write(file, Stream.of("5 6"));
        assertThat(file).hasContent("5 6\n");
        assertThat(folder.toFile().list()).containsExactly("note");
    }

    @Test
    void nothingIsAFileWithoutLines() throws IOException {
        Path file = folder.resolve("sockets");
        NoteFile.write(file, Stream.empty());
        assertThat(file).isEmptyFile();
        assertThat(KeptSockets.read(folder)).isEmpty();
    }
}
