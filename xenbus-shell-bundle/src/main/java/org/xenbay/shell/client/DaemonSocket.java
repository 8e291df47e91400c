// SPDX-License-Identifier: Apache-2.0
package org.xenbay.shell.client;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The daemon's socket for commands.
 *
 * @param path its file, which may be missing
 */
record DaemonSocket(Path path) {

    /**
     * @return a connection
     * @throws IOException when no daemon listens, or this user may not use it
     */
    SocketChannel connect() throws IOException {
        SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            channel.connect(UnixDomainSocketAddress.of(path));
            return channel;
        } catch (IOException | RuntimeException failed) {
            channel.close();
            throw failed;
        }
    }

    /** @return that this user may not use the daemon; empty when he may */
    Optional<String> forbidden() {
        Path socket = path.toAbsolutePath();
        Path folder = socket.getParent();
        // The socket may be hidden by a folder that this user may not enter.
        boolean forbidden = folder != null && Files.isDirectory(folder) && !Files.isExecutable(folder)
                || Files.exists(socket) && !Files.isWritable(socket);
        return forbidden
                ? Optional.of("you may not use this daemon: " + path
                        + " is for its user and its group (key group of etc/org.xenbay.shell.cfg)")
                : Optional.empty();
    }

    /** @return that a daemon runs and takes no commands; empty when none runs */
    Optional<String> busy() {
        return RunningDaemon.of(path)
                .map(process -> "the daemon (process " + process
                        + ") takes no commands now: it is starting or ending; its log says how far it is");
    }
}
