package org.xenbay.backend.vkbd.rfb;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;

/**
 * Where viewers connect: a UNIX socket, or a port of the loopback interface.
 *
 * @param path of the socket
 * @param port 0 for any that is free, when there is no path
 */
record RfbAddress(Optional<Path> path, int port) {

    private static final int S_IFMT = 0170000;
    private static final int S_IFSOCK = 0140000;

    /** @throws IllegalArgumentException when it is not exactly one of both */
    static RfbAddress of(String socket, int port) {
        boolean local = !socket.isBlank();
        if (local == (port != 0)) {
            throw new IllegalArgumentException("either socket=… or port=… says where viewers connect");
        }
        if (port < 0 || port > 65535) {
            throw new IllegalArgumentException("port is from 1 to 65535, not " + port);
        }
        return new RfbAddress(local ? Optional.of(Path.of(socket).toAbsolutePath()) : Optional.empty(), port);
    }

    ServerSocketChannel listen() throws IOException {
        if (path.isEmpty()) {
            ServerSocketChannel channel = ServerSocketChannel.open();
            return bound(channel, () -> channel.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port)));
        }
        Path file = path.get();
        removeStale(file);
        ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        return bound(channel, () -> {
            channel.bind(UnixDomainSocketAddress.of(file));
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        });
    }

    private interface Binding {
        void run() throws IOException;
    }

    private static ServerSocketChannel bound(ServerSocketChannel channel, Binding binding) throws IOException {
        try {
            binding.run();
            return channel;
        } catch (IOException | RuntimeException failed) {
            channel.close();
            throw failed;
        }
    }

    /** A socket that nobody listens at is left from an earlier run; anything else is not touched. */
    private static void removeStale(Path file) throws IOException {
        if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        int mode = (int) Files.getAttribute(file, "unix:mode", LinkOption.NOFOLLOW_LINKS);
        if ((mode & S_IFMT) != S_IFSOCK) {
            throw new BindException(file + " exists and is no socket");
        }
        try (SocketChannel probe = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            probe.connect(UnixDomainSocketAddress.of(file));
        } catch (IOException nobody) {
            Files.delete(file);
            return;
        }
        throw new BindException(file + " is in use");
    }

    void remove() throws IOException {
        if (path.isPresent()) {
            Files.deleteIfExists(path.get());
        }
    }

    @Override
    public String toString() {
        return path.map(Path::toString).orElse("port " + port);
    }
}
