// SPDX-License-Identifier: Apache-2.0
package org.xenbay.shell.client.doctor;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;

/** What cannot be read from a file. */
public interface Probes {

    /** @return those of this machine */
    static Probes ofThisMachine() {
        return new Probes() {
            @Override
            public long usableSpace(Path folder) throws IOException {
                return Files.getFileStore(folder).getUsableSpace();
            }

            @Override
            public boolean isListening(Path socket) {
                try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
                    return channel.connect(UnixDomainSocketAddress.of(socket));
                } catch (IOException refused) {
                    return false;
                }
            }

            @Override
            public boolean isRoot() {
                return "root".equals(System.getProperty("user.name"));
            }
        };
    }

    /**
     * @param folder an existing folder
     * @return bytes that its file system has left
     * @throws IOException when that cannot be asked
     */
    long usableSpace(Path folder) throws IOException;

    /**
     * @param socket an existing UNIX socket
     * @return whether a program listens on it
     */
    boolean isListening(Path socket);

    /** @return whether this process may look at everything */
    boolean isRoot();
}
