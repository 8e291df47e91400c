// SPDX-License-Identifier: Apache-2.0
package org.xenbay.fuzz;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Folders of files that a hostile client has made: permissions and names of any kind. */
final class Folders {

    /** A client's requests that are under way are few. */
    private static final int TRIES = 1000;

    private Folders() {}

    static void delete(Path path) throws IOException {
        empty(path);
        Files.deleteIfExists(path);
    }

    /**
     * Deletes the content of a folder; links are not followed. A request of a client that has just left may add something
     * meanwhile: then the folder is read again.
     */
    static void empty(Path folder) throws IOException {
        for (int tries = 1; ; tries++) {
            try {
                deleteInside(folder);
                return;
            } catch (DirectoryNotEmptyException | NoSuchFileException busy) {
                if (tries == TRIES) {
                    throw busy;
                }
            }
        }
    }

    private static void deleteInside(Path folder) throws IOException {
        if (Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
            folder.toFile().setReadable(true);
            folder.toFile().setWritable(true);
            folder.toFile().setExecutable(true);
            try (DirectoryStream<Path> inside = Files.newDirectoryStream(folder)) {
                for (Path each : inside) {
                    deleteInside(each);
                    Files.deleteIfExists(each);
                }
            }
        }
    }
}
