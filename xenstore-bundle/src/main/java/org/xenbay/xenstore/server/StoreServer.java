// SPDX-License-Identifier: Apache-2.0
package org.xenbay.xenstore.server;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import org.xenbay.api.socket.LocalSocket;

/**
 * Offers a {@link Store} to other processes over a UNIX socket, in the protocol of {@code xen/include/public/io/xs_wire.h}: the
 * genuine xenstore-* tools, libxenstore, or the client of this bundle.
 *
 * <p>The socket is open to its owner only (mode 0600). One thread serves all connections. A client that breaks the protocol, or
 * leaves megabytes of events unread, is disconnected; other clients are not affected.
 */
public final class StoreServer implements AutoCloseable {

    private final Store store;
    private final Path path;
    private final SocketLoop loop;
    private LocalSocket file;

    @GuardedBy("this")
    private boolean closed;

    private StoreServer(Store store, LocalSocket file, SocketLoop loop) {
        this.store = store;
        this.file = file;
        this.path = file.path();
        this.loop = loop;
    }

    /**
     * Listens on a socket whose clients act as domain 0, like those of xenstored.
     *
     * @param store the store to serve; closing it closes this server too
     * @param socket path of the socket; a stale socket there is replaced
     * @return the server, listening
     * @throws IOException when another process listens there, or the path is another kind of file, or the socket cannot be made
     *     in the directory
     */
    public static StoreServer listen(Store store, Path socket) throws IOException {
        return listen(store, socket, 0);
    }

    /**
     * Listens on a socket.
     *
     * @param store the store to serve; closing it closes this server too
     * @param socket path of the socket; a stale socket there is replaced
     * @param domain the domain of its clients
     * @return the server, listening
     * @throws IOException when another process listens there, or the path is another kind of file, or the socket cannot be made
     *     in the directory
     */
    public static StoreServer listen(Store store, Path socket, int domain) throws IOException {
        LocalSocket file = bind(socket.toAbsolutePath());
        SocketLoop loop = new SocketLoop(store.engine(), domain, "xenstore-server");
        loop.accept(file.channel());
        StoreServer server = new StoreServer(store, file, loop);
        store.add(server);
        return server;
    }

    private static LocalSocket bind(Path path) throws IOException {
        LocalSocket file = LocalSocket.listen(path, LocalSocket.Access.OWNER);
        file.channel().configureBlocking(false);
        return file;
    }

    /** @return the socket's path, absolute */
    public Path path() {
        return path;
    }

    /** Disconnects all clients and removes the socket. */
    @Override
    public void close() {
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
        }
        store.remove(this);
        loop.close();
        try {
            file.close();
        } catch (IOException failed) {
            throw new UncheckedIOException("the XenStore socket " + path() + " could not be removed", failed);
        }
    }

    /** Stops listening and disconnects all clients, but keeps the socket's file, like a daemon that was killed. */
    synchronized void suspend() {
        loop.closeChannels();
    }

    /** Listens again. */
    synchronized void resume() {
        if (closed) {
            return;
        }
        try {
            file = bind(path);
            loop.accept(file.channel());
        } catch (IOException failed) {
            throw new UncheckedIOException("the XenStore socket " + path() + " cannot be used again", failed);
        }
    }
}
