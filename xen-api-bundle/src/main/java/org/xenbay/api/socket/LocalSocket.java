// SPDX-License-Identifier: Apache-2.0
package org.xenbay.api.socket;

import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A listening UNIX stream socket and its file. The file has its permissions from the beginning. {@link #close} removes the
 * file, unless another one has replaced it. By one thread at a time.
 */
public final class LocalSocket implements AutoCloseable {

    /** Longest path in bytes (sun_path, without its final 0). */
    private static final int MAX_PATH = 107;

    private static final int BACKLOG = 64;
    private static final int S_IFMT = 0170000;
    private static final int S_IFSOCK = 0140000;

    private final Path path;
    private final ServerSocketChannel channel;
    private final @Nullable Object identity;

    /**
     * The users that may connect.
     *
     * @param permissions of the file, as {@code rw-------}
     * @param group the file's group, or empty for this process's
     */
    public record Access(String permissions, String group) {

        /** This process's user, and root. */
        public static final Access OWNER = new Access("rw-------", "");

        /** This process's user and group, and root. */
        public static final Access GROUP = new Access("rw-rw----", "");
    }

    private LocalSocket(Path path, ServerSocketChannel channel, @Nullable Object identity) {
        this.path = path;
        this.channel = channel;
        this.identity = identity;
    }

    /**
     * @param path of a socket
     * @return the same
     * @throws IllegalArgumentException when no socket can have this path; the message says why
     */
    public static Path checked(String path) {
        if (!path.startsWith("/") || path.indexOf('\0') >= 0 || path.endsWith("/")) {
            throw new IllegalArgumentException("a socket's path is absolute, this is not: " + path);
        }
        if (bytes(path) > MAX_PATH) {
            throw new IllegalArgumentException("a socket's path has at most " + MAX_PATH + " bytes: " + path);
        }
        PrivateFolder.checkRoom(Path.of(path), MAX_PATH);
        return Path.of(path);
    }

    /** @return the folder of a socket whose path was checked */
    static Path folder(Path socket) {
        return Objects.requireNonNull(socket.getParent(), "a checked path is absolute and has a name");
    }

    static int bytes(String path) {
        return path.getBytes(StandardCharsets.UTF_8).length;
    }

    /**
     * Listens on a path. Replaces a socket of this user on which no program listens any more; leaves any other existing file
     * alone.
     *
     * @param path where; absolute
     * @param access who may connect
     * @return the socket, listening, its channel blocking
     * @throws BindException when another program listens there
     * @throws IOException when another kind of file has the path, or no socket can be made there
     * @throws IllegalArgumentException as {@link #checked}
     */
    public static LocalSocket listen(Path path, Access access) throws IOException {
        checked(path.toString());
        if (!Files.isDirectory(folder(path))) {
            throw new IOException("cannot listen on " + path + ": No such file or directory");
        }
        Object stale = stale(path);
        ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        try (PrivateFolder folder = PrivateFolder.beside(path)) {
            Path unnamed = folder.socket();
            channel.bind(UnixDomainSocketAddress.of(unnamed), BACKLOG);
            give(unnamed, access);
            if (stale != null) {
                takeAway(path, folder.old(), stale);
            }
            Files.createLink(path, unnamed);
            return new LocalSocket(path, channel, identity(path));
        } catch (BindException taken) {
            channel.close();
            throw taken;
        } catch (IOException | RuntimeException failed) {
            channel.close();
            String why = failed instanceof AccessDeniedException ? "Permission denied" : failed.getMessage();
            throw new IOException("cannot listen on " + path + ": " + why, failed);
        }
    }

    /**
     * Removes a socket of this user on which no program listens any more, for a library that makes its socket itself and takes no channel.
     * Such a socket has its permissions later than it can be connected to, so its folder has to keep others out. Any other existing file is
     * left alone.
     *
     * @param path where the socket is going to be; absolute
     * @throws BindException when another program listens there
     * @throws IOException when another kind of file has the path
     */
    public static void removeStale(Path path) throws IOException {
        Object stale = stale(path);
        if (stale != null) {
            try (PrivateFolder folder = PrivateFolder.beside(path)) {
                takeAway(path, folder.old(), stale);
            }
        }
    }

    /**
     * Continues with the listening socket of a predecessor.
     *
     * @param path its path
     * @param channel the listening channel
     * @return the socket; the present file at the path counts as its file
     * @throws IOException when the file's attributes cannot be read
     */
    public static LocalSocket adopt(Path path, ServerSocketChannel channel) throws IOException {
        return new LocalSocket(path, channel, identityOrNull(path));
    }

    private static void give(Path socket, Access access) throws IOException {
        Files.setPosixFilePermissions(socket, PosixFilePermissions.fromString(access.permissions()));
        if (!access.group().isEmpty()) {
            Files.getFileAttributeView(socket, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                    .setGroup(socket.getFileSystem()
                            .getUserPrincipalLookupService()
                            .lookupPrincipalByGroupName(access.group()));
        }
    }

    /** @return identity of a socket on which no program listens; null when the path does not exist */
    private static @Nullable Object stale(Path path) throws IOException {
        if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            return null;
        }
        int mode = (int) Files.getAttribute(path, "unix:mode", LinkOption.NOFOLLOW_LINKS);
        if ((mode & S_IFMT) != S_IFSOCK) {
            throw new IOException("cannot listen on " + path + ": a file that is not a socket is there");
        }
        var owner = Files.getOwner(path, LinkOption.NOFOLLOW_LINKS);
        if (!owner.equals(Files.getOwner(Path.of("/proc/self")))) {
            throw new IOException("cannot listen on " + path + ": a socket of " + owner + " is there");
        }
        Object identity = identity(path);
        if (isListenedOn(path)) {
            throw new BindException("cannot listen on " + path + ": another program does");
        }
        return identity;
    }

    /** Connects without blocking: a program whose queue is full is listening nevertheless. */
    private static boolean isListenedOn(Path path) throws IOException {
        try (SocketChannel probe = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            probe.configureBlocking(false);
            probe.connect(UnixDomainSocketAddress.of(path));
            return true;
        } catch (ConnectException nobody) {
            return false;
        }
    }

    /** Puts a file back that has replaced the stale socket since it was checked. */
    private static void takeAway(Path path, Path old, Object stale) throws IOException {
        Files.move(path, old);
        if (!identity(old).equals(stale)) {
            Files.createLink(path, old);
            throw new BindException("cannot listen on " + path + ": another program does");
        }
    }

    private static Object identity(Path path) throws IOException {
        return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                .fileKey();
    }

    private static @Nullable Object identityOrNull(Path path) throws IOException {
        try {
            return identity(path);
        } catch (NoSuchFileException gone) {
            return null;
        }
    }

    /** @return where it listens */
    public Path path() {
        return path;
    }

    /** @return the listening channel */
    public ServerSocketChannel channel() {
        return channel;
    }

    /**
     * Stops listening, and removes the file if it is still this socket's.
     *
     * @throws IOException when it cannot be removed
     */
    @Override
    public void close() throws IOException {
        channel.close();
        if (identity != null && identity.equals(identityOrNull(path))) {
            Files.deleteIfExists(path);
        }
    }

    @Override
    public String toString() {
        return path.toString();
    }
}
