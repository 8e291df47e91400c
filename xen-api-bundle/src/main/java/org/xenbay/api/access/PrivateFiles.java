// SPDX-License-Identifier: Apache-2.0
package org.xenbay.api.access;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** Makes files and folders that nobody but the daemon's user can read, write or enter. From any thread; may block. */
public final class PrivateFiles {

    private static final FileAttribute<?> FILE = permissions("rw-------");
    private static final FileAttribute<?> FOLDER = permissions("rwx------");

    private PrivateFiles() {}

    private static FileAttribute<?> permissions(String text) {
        return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(text));
    }

    /**
     * Makes a folder, with the folders above it that are missing. One that is there stays as it is, whoever may enter it.
     *
     * @param folder may be there
     * @throws IOException when it cannot be made, or something else has its name
     */
    public static void makeFolder(Path folder) throws IOException {
        Files.createDirectories(folder, FOLDER);
    }

    /**
     * Opens a file. One that is there keeps its permissions.
     *
     * @param file its name
     * @param options whether it is made, read and written; with {@link StandardOpenOption#CREATE_NEW} it is always a private one
     * @return the open file, which the caller closes; an interrupt of a thread that reads or writes closes it, too
     * @throws IOException when it cannot be opened
     */
    public static FileChannel open(Path file, OpenOption... options) throws IOException {
        return FileChannel.open(file, Set.of(options), FILE);
    }

    /**
     * Writes a small file beside its name, and then gives it its name, so that it is whole at any moment: whoever reads it finds
     * the content of before, or all of this. Nothing is synced. Two threads must not write one file at once. An interrupt has no
     * effect.
     *
     * @param file its name; a link of that name is replaced, and not followed
     * @param content all that it has from now on
     * @throws IOException when it cannot be written; then a file of that name stays as it was, and nothing else is left
     */
    public static void replace(Path file, byte[] content) throws IOException {
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(fresh);
        boolean named = false;
        try {
            Files.write(Files.createFile(fresh, FILE), content, StandardOpenOption.WRITE);
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
            named = true;
        } finally {
            if (!named) {
                Files.deleteIfExists(fresh);
            }
        }
    }
}
