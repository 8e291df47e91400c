// SPDX-License-Identifier: Apache-2.0
package org.xenbay.shell.client;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The daemon of a run folder, even before its socket exists: the launcher first notes its process id. */
final class RunningDaemon {

    private RunningDaemon() {}

    /**
     * @param socket the daemon's socket for commands
     * @return its process id, if the folder's process id belongs to a running Java program
     */
    static Optional<Long> of(Path socket) {
        try {
            long noted = Long.parseLong(
                    Files.readString(socket.resolveSibling("xenbay.pid")).strip());
            return ProcessHandle.of(noted)
                    .filter(process -> process.info()
                            .command()
                            .filter(path -> path.endsWith("/java"))
                            .isPresent())
                    .map(ProcessHandle::pid);
        } catch (IOException | NumberFormatException none) {
            return Optional.empty();
        }
    }
}
