package org.xenbay.shell.internal.socket;

import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;

/** A listening UNIX socket in the file system. */
final class SocketFile implements AutoCloseable {
    private static final int LONGEST_PATH = 107;

    private final Path path;
    private final Object key;
    private final ServerSocketChannel server;

    private SocketFile(Path path, Object key, ServerSocketChannel server) {
        this.path = path;
        this.key = key;
        this.server = server;
    }

    /**
     * Takes the place of a socket that nobody serves any more. The file appears under its name only when it has its
     * mode, 0660, and group.
     *
     * @param path where
     * @param group its group, or empty
     * @return the socket, listening
     * @throws BindException when another process serves that path
     * @throws IOException when it cannot be made
     */
    static SocketFile open(Path path, String group) throws IOException {
        Path unnamed = path.resolveSibling(path.getFileName() + ".new");
        if (unnamed.toString().getBytes(StandardCharsets.UTF_8).length > LONGEST_PATH) {
            throw new IOException("the socket's path is too long (more than 103 bytes): " + path);
        }
        if (isServed(path)) {
            throw new BindException("another daemon serves " + path);
        }
        Files.deleteIfExists(unnamed);
        ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            server.bind(UnixDomainSocketAddress.of(unnamed));
            Files.setPosixFilePermissions(unnamed, PosixFilePermissions.fromString("rw-rw----"));
            if (!group.isEmpty()) {
                Files.getFileAttributeView(unnamed, PosixFileAttributeView.class)
                        .setGroup(path.getFileSystem()
                                .getUserPrincipalLookupService()
                                .lookupPrincipalByGroupName(group));
            }
            Files.move(unnamed, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            return new SocketFile(path, keyOf(path), server);
        } catch (IOException | RuntimeException failed) {
            server.close();
            Files.deleteIfExists(unnamed);
            throw failed;
        }
    }

    private static boolean isServed(Path path) throws IOException {
        if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            return false;
        }
        if (!Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                .isOther()) {
            throw new IOException(path + " is in the way: it is no socket");
        }
        try (SocketChannel probe = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            return probe.connect(UnixDomainSocketAddress.of(path));
        } catch (ConnectException stale) {
            return false;
        }
    }

    Path path() {
        return path;
    }

    SocketChannel accept() throws IOException {
        return server.accept();
    }

    /** Ends listening and removes the file, unless another socket has taken its name. */
    @Override
    public void close() throws IOException {
        server.close();
        if (Files.exists(path, LinkOption.NOFOLLOW_LINKS) && keyOf(path).equals(key)) {
            Files.delete(path);
        }
    }

    private static Object keyOf(Path path) throws IOException {
        return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                .fileKey();
    }
}
