// SPDX-License-Identifier: Apache-2.0
package org.xenbay.nativexen.descriptor;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.xenbay.api.access.PrivateFiles;

/** A file of the run folder by which a process tells the next one what outlasts it. */
final class NoteFile {

    private NoteFile() {}

    /** Replaces the file as a whole: the process may be killed at any moment. */
    static void write(Path file, Stream<String> lines) throws IOException {
        String text = lines.map(line -> line + "\n").collect(Collectors.joining());
        PrivateFiles.replace(file, text.getBytes(StandardCharsets.US_ASCII));
    }
}
