// SPDX-License-Identifier: Apache-2.0
package org.xenbay.api.access;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.UserPrincipal;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Set;

/** A file with a secret, which nobody but the daemon's user can have read or written. From any thread; may block. */
public final class SecretFile {

    private static final Path PROCESS = Path.of("/proc/self");
    private static final Set<PosixFilePermission> OWNERS = EnumSet.of(
            PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE, PosixFilePermission.OWNER_EXECUTE);

    private SecretFile() {}

    /**
     * @param file of the daemon's user, and no link to one
     * @param max bytes
     * @return what it has
     * @throws IOException when it is not such a file, or has more: the message names it and says what to do
     */
    public static byte[] read(Path file, int max) throws IOException {
        PosixFileAttributes before = attributes(file);
        check(file, before);
        byte[] content;
        try (InputStream in = Channels.newInputStream(
                Files.newByteChannel(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS))) {
            content = in.readNBytes(max + 1);
        }
        PosixFileAttributes after = attributes(file);
        check(file, after);
        if (!Objects.equals(before.fileKey(), after.fileKey())) {
            throw new IOException(file + " was replaced while it was read; try again");
        }
        if (content.length > max) {
            throw new IOException(file + " has more than " + max + " bytes; name the right file");
        }
        return content;
    }

    private static PosixFileAttributes attributes(Path file) throws IOException {
        return Files.readAttributes(file, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    }

    private static void check(Path file, PosixFileAttributes attributes) throws IOException {
        if (!attributes.isRegularFile()) {
            throw new IOException(file + " is no file, or a link to one; name the file itself");
        }
        UserPrincipal user = Files.getOwner(PROCESS);
        if (!attributes.owner().equals(user)) {
            throw new IOException(
                    file + " belongs to " + attributes.owner().getName() + "; chown " + user.getName() + " " + file);
        }
        if (!OWNERS.containsAll(attributes.permissions())) {
            throw new IOException(file + " can be read or written by others than its owner; chmod 600 " + file);
        }
    }
}
