// SPDX-License-Identifier: Apache-2.0
package org.xenbay.shell.client;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The daemon of a run folder, also while its socket is not there: the launcher notes its process id before anything else. */
final class RunningDaemon {

    private RunningDaemon() {}

    /**
     * @param socket where the daemon takes commands
     * @return its process id, if the process that the folder names is a Java program that runs
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
