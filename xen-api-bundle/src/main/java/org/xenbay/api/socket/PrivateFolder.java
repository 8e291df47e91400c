// SPDX-License-Identifier: Apache-2.0
package org.xenbay.api.socket;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;

/**
 * A folder beside a socket's path that only this user may enter. The socket is made in this folder, and gets its permissions
 * there.
 */
final class PrivateFolder implements AutoCloseable {

    private static final int ATTEMPTS = 100;
    private static final int LETTERS = 4;
    private static final String SOCKET = "s";
    private static final String OLD = "o";

    /** A slash, a dot, letters, a slash, and a name of one letter. */
    private static final int ROOM = 1 + 1 + LETTERS + 1 + 1;

    private static final SecureRandom RANDOM = new SecureRandom();

    private final Path folder;

    private PrivateFolder(Path folder) {
        this.folder = folder;
    }

    /** @throws IllegalArgumentException when the path of a socket in it would be too long */
    static void checkRoom(Path socket, int most) {
        String parent = LocalSocket.folder(socket).toString();
        if (LocalSocket.bytes(parent) + ROOM > most) {
            throw new IllegalArgumentException(
                    "the path of a socket's folder has at most " + (most - ROOM) + " bytes: " + parent);
        }
    }

    static PrivateFolder beside(Path socket) throws IOException {
        var onlyOwner = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
        for (int attempt = 0; ; attempt++) {
            StringBuilder name = new StringBuilder(".");
            RANDOM.ints(LETTERS, 'a', 'z' + 1).forEach(name::appendCodePoint);
            try {
                return new PrivateFolder(Files.createDirectory(socket.resolveSibling(name.toString()), onlyOwner));
            } catch (FileAlreadyExistsException taken) {
                if (attempt == ATTEMPTS) {
                    throw taken;
                }
            }
        }
    }

    Path socket() {
        return folder.resolve(SOCKET);
    }

    Path old() {
        return folder.resolve(OLD);
    }

    @Override
    public void close() throws IOException {
        Files.deleteIfExists(socket());
        Files.deleteIfExists(old());
        Files.delete(folder);
    }
}
