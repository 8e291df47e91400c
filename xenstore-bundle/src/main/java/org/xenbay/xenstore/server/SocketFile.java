package org.xenbay.xenstore.server;

import java.io.IOException;
import java.net.ConnectException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;

/** The file a server's socket is bound to. */
final class SocketFile {

    private static final int BACKLOG = 64;

    private final Path path;
    private Object fileKey;

    SocketFile(Path path) {
        this.path = path.toAbsolutePath();
    }

    Path path() {
        return path;
    }

    /**
     * Listens. The socket is bound beside its place and moved there with its permissions set, so that nobody else can
     * connect in between; a stale one is replaced.
     */
    ServerSocketChannel bind() throws IOException {
        refuseLiveOrForeign();
        Path beside = path.resolveSibling(path.getFileName() + "~");
        Files.deleteIfExists(beside);
        ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        boolean bound = false;
        try {
            channel.bind(UnixDomainSocketAddress.of(beside), BACKLOG);
            Files.setPosixFilePermissions(beside, PosixFilePermissions.fromString("rw-------"));
            Files.move(beside, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            fileKey = key();
            channel.configureBlocking(false);
            bound = true;
            return channel;
        } finally {
            if (!bound) {
                channel.close();
                Files.deleteIfExists(beside);
            }
        }
    }

    /** Removes the file, unless somebody else has put another one in its place. */
    void remove() throws IOException {
        if (fileKey != null && Files.exists(path, LinkOption.NOFOLLOW_LINKS) && Objects.equals(fileKey, key())) {
            Files.delete(path);
        }
    }

    private Object key() throws IOException {
        return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                .fileKey();
    }

    private void refuseLiveOrForeign() throws IOException {
        if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        if (!Files.readAttributes(path, BasicFileAttributes.class).isOther()) {
            throw new FileSystemException(path.toString(), null, "in the way of the XenStore socket and not a socket");
        }
        try (SocketChannel probe = SocketChannel.open(UnixDomainSocketAddress.of(path))) {
            throw new FileSystemException(path.toString(), null, "another process listens on this socket");
        } catch (ConnectException stale) {
            System.getLogger(SocketFile.class.getName())
                    .log(System.Logger.Level.INFO, "replacing the stale socket {0}", path);
        }
    }
}
