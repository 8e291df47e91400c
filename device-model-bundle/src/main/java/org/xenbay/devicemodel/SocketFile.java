package org.xenbay.devicemodel;

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
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;

/** A UNIX socket that is listened on, and the file that stands for it. For its owner only (0600). */
final class SocketFile implements AutoCloseable {

    /** Longest path of a UNIX socket in bytes (sun_path, without its final 0). */
    private static final int MAX_PATH = 107;

    /** What the name has more while the socket is being made. */
    private static final String UNFINISHED = ".new";

    private static final int BACKLOG = 8;

    private final Path path;
    private final ServerSocketChannel channel;
    private final Object identity;

    private SocketFile(Path path, ServerSocketChannel channel, Object identity) {
        this.path = path;
        this.channel = channel;
        this.identity = identity;
    }

    /** @throws IllegalArgumentException when no socket can be there: the message says why */
    static Path checked(String path) {
        if (!path.startsWith("/") || path.indexOf('\0') >= 0 || path.endsWith("/")) {
            throw new IllegalArgumentException("a socket's path is absolute, this is not: " + path);
        }
        if (path.getBytes(StandardCharsets.UTF_8).length > MAX_PATH - UNFINISHED.length()) {
            throw new IllegalArgumentException(
                    "a socket's path has at most " + (MAX_PATH - UNFINISHED.length()) + " bytes: " + path);
        }
        return Path.of(path);
    }

    /**
     * Listens. A socket of this user's that nobody listens on any more is replaced; anything else that is there is left
     * alone. The file appears with its final permissions.
     */
    static SocketFile listen(Path path) throws IOException {
        if (Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            checkStale(path);
        }
        Path unfinished = Path.of(path + UNFINISHED);
        ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            Files.deleteIfExists(unfinished);
            channel.bind(UnixDomainSocketAddress.of(unfinished), BACKLOG);
            Files.setPosixFilePermissions(unfinished, PosixFilePermissions.fromString("rw-------"));
            Object identity = identity(unfinished);
            Files.move(unfinished, path, StandardCopyOption.ATOMIC_MOVE);
            return new SocketFile(path, channel, identity);
        } catch (IOException | RuntimeException failed) {
            channel.close();
            throw new IOException("cannot listen on " + path + ": " + failed.getMessage(), failed);
        }
    }

    private static void checkStale(Path path) throws IOException {
        var attributes = Files.getFileAttributeView(path, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                .readAttributes();
        if (!attributes.isOther()) {
            throw new IOException("cannot listen on " + path + ": a file that is no socket is there");
        }
        if (!attributes.owner().equals(Files.getOwner(Path.of("/proc/self")))) {
            throw new IOException("cannot listen on " + path + ": a socket of " + attributes.owner() + " is there");
        }
        if (isListenedOn(path)) {
            throw new IOException("cannot listen on " + path + ": another program does");
        }
    }

    /** Not blocking: a program whose queue is full listens nevertheless. */
    private static boolean isListenedOn(Path path) throws IOException {
        try (SocketChannel probe = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            probe.configureBlocking(false);
            probe.connect(UnixDomainSocketAddress.of(path));
            return true;
        } catch (ConnectException nobody) {
            return false;
        }
    }

    private static Object identity(Path path) throws IOException {
        return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                .fileKey();
    }

    ServerSocketChannel channel() {
        return channel;
    }

    /** Listens no more, and removes the file, unless it has been removed or replaced already. */
    @Override
    public void close() throws IOException {
        channel.close();
        try {
            if (identity(path).equals(identity)) {
                Files.deleteIfExists(path);
            }
        } catch (NoSuchFileException gone) {
            return;
        }
    }

    @Override
    public String toString() {
        return path.toString();
    }
}
