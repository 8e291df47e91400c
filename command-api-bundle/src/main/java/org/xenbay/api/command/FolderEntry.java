// SPDX-License-Identifier: Apache-2.0
package org.xenbay.api.command;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.attribute.BasicFileAttributeView;
import java.util.Optional;

/**
 * A file's entry in its folder. The folder is open: it stays the same one, whatever its name leads to later. Not thread-safe.
 *
 * @param folder open while this is used
 * @param name in the folder
 * @param key of the file; empty when there was none of that name
 */
record FolderEntry(SecureDirectoryStream<Path> folder, Path name, Optional<Object> key) {

    /**
     * @param folder open
     * @param name in the folder
     * @return the entry as it is now
     * @throws IOException when it cannot be looked at
     */
    static FolderEntry of(DirectoryStream<Path> folder, Path name) throws IOException {
        if (!(folder instanceof SecureDirectoryStream<Path> secure)) {
            throw new IOException("this system cannot remove a file from a folder that is open");
        }
        return new FolderEntry(secure, name, key(secure, name));
    }

    private static Optional<Object> key(SecureDirectoryStream<Path> folder, Path name) throws IOException {
        try {
            return Optional.ofNullable(
                    folder.getFileAttributeView(name, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                            .readAttributes()
                            .fileKey());
        } catch (NoSuchFileException moved) {
            return Optional.empty();
        }
    }

    /** Deletes the file, unless another one has taken its name. */
    void delete() throws IOException {
        if (key.isPresent() && key.equals(key(folder, name))) {
            folder.deleteFile(name);
        }
    }
}
