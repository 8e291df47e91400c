// SPDX-License-Identifier: Apache-2.0
package org.xenbay.shell.internal.files;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.UUID;
import org.xenbay.api.command.CommandFailure;

/** A file that others read while it is written again: each of them finds the old or the new one, and never a part. */
public final class ReplacedFile {

    private ReplacedFile() {}

    /**
     * Writes the file beside its name, and then gives it its name. A link of that name is replaced, and not followed.
     *
     * @param file its name
     * @param text its content; everybody may read it
     * @throws CommandFailure when the name is none of a file
     * @throws IOException when it cannot be written; a file of that name stays as it is
     */
    public static void write(Path file, String text) throws IOException {
        Path name = file.getFileName();
        if (name == null || Files.isDirectory(file)) {
            throw new CommandFailure(file + " is a folder");
        }
        Path made = file.resolveSibling("." + name + "." + UUID.randomUUID() + ".tmp");
        boolean named = false;
        try (OutputStream out = Files.newOutputStream(made, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
            Files.setPosixFilePermissions(made, PosixFilePermissions.fromString("rw-r--r--"));
            Files.move(made, file, StandardCopyOption.ATOMIC_MOVE);
            named = true;
        } finally {
            if (!named) {
                Files.deleteIfExists(made);
            }
        }
    }
}
