package org.xenbay.backend.console;

import java.io.IOException;
import java.net.ConnectException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;

/** Where a UNIX socket is listened on, and the file that stands for it. */
final class SocketFile {

    /** Longest path of a UNIX socket in bytes (sun_path, without its final 0). */
    private static final int MAX_PATH = 107;

    private static final int BACKLOG = 8;

    private final Path path;

    private SocketFile(Path path) {
        this.path = path;
    }

    /** @throws IllegalArgumentException when no socket can be there */
    static SocketFile of(String path) {
        if (!path.startsWith("/") || path.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("a socket's path is absolute, this is not: " + path);
        }
        if (path.getBytes(StandardCharsets.UTF_8).length > MAX_PATH) {
            throw new IllegalArgumentException("a socket's path has at most " + MAX_PATH + " bytes: " + path);
        }
        return new SocketFile(Path.of(path));
    }

    /**
     * Listens, for the owner and its group. A socket that nobody listens on any more, left behind by an earlier run of
     * this user's, is replaced; anything else that is there is left alone.
     */
    ServerSocketChannel listen() throws IOException {
        if (Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            checkStale();
            Files.delete(path);
        }
        ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            server.configureBlocking(false);
            server.bind(UnixDomainSocketAddress.of(path), BACKLOG);
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-rw----"));
            return server;
        } catch (IOException | RuntimeException failed) {
            server.close();
            throw new IOException("cannot listen on " + path + ": " + failed.getMessage(), failed);
        }
    }

    private void checkStale() throws IOException {
        var attributes = Files.getFileAttributeView(path, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                .readAttributes();
        if (!attributes.isOther()) {
            throw new IOException("cannot listen on " + path + ": a file that is no socket is there");
        }
        if (!attributes.owner().equals(Files.getOwner(Path.of("/proc/self")))) {
            throw new IOException("cannot listen on " + path + ": a socket of " + attributes.owner() + " is there");
        }
        if (isListenedOn()) {
            throw new IOException("cannot listen on " + path + ": another program does");
        }
    }

    /** Not blocking: a program whose queue is full listens nevertheless. */
    private boolean isListenedOn() throws IOException {
        try (SocketChannel probe = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            probe.configureBlocking(false);
            probe.connect(UnixDomainSocketAddress.of(path));
            return true;
        } catch (ConnectException nobody) {
            return false;
        }
    }

    /** @return what tells this file from another one that takes its place, or null when it is not there */
    Object identity() throws IOException {
        try {
            return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                    .fileKey();
        } catch (NoSuchFileException gone) {
            return null;
        }
    }

    /** Removes the file, if it is still the one with that identity. */
    void remove(Object identity) throws IOException {
        if (identity != null && identity.equals(identity())) {
            Files.deleteIfExists(path);
        }
    }

    @Override
    public String toString() {
        return path.toString();
    }
}
