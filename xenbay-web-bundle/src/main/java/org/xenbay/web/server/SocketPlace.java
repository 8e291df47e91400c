// SPDX-License-Identifier: Apache-2.0
package org.xenbay.web.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import java.util.Set;
import org.xenbay.api.access.PrivateFiles;
import org.xenbay.api.socket.LocalSocket;

/**
 * Where a UNIX socket is going to be. The server makes the socket itself, with whatever permissions: who may connect is up to its folder,
 * which is the daemon's user's alone.
 */
final class SocketPlace {

    private static final Path PROCESS = Path.of("/proc/self");
    private static final Set<PosixFilePermission> PRIVATE = PosixFilePermissions.fromString("rwx------");

    private SocketPlace() {}

    /**
     * Makes the folder, and takes away a socket that nobody listens on any more. Anything else that is there is left alone.
     *
     * @param path where the socket is going to be
     * @throws IOException when something else is there: the message says what
     */
    static void prepare(Path path) throws IOException {
        Path folder = Objects.requireNonNull(path.toAbsolutePath().getParent(), "a socket has a name");
        PrivateFiles.makeFolder(folder);
        if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
            throw new IOException("no socket can be in " + folder + ": it is a link");
        }
        checkOwner(folder);
        Files.setPosixFilePermissions(folder, PRIVATE);
        LocalSocket.removeStale(path);
    }

    private static void checkOwner(Path file) throws IOException {
        var owner = Files.getOwner(file, LinkOption.NOFOLLOW_LINKS);
        if (!owner.equals(Files.getOwner(PROCESS))) {
            throw new IOException("cannot listen on a socket here: " + file + " belongs to " + owner.getName());
        }
    }
}
