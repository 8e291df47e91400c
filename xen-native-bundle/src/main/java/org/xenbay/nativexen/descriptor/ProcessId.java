// SPDX-License-Identifier: Apache-2.0
package org.xenbay.nativexen.descriptor;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Identifies a process: its number alone may be reused.
 *
 * @param pid its number
 * @param started when it was started, in the kernel's ticks since boot; 0 when unknown
 */
public record ProcessId(long pid, long started) {

    /** Index of field 22 of /proc/PID/stat among the fields behind the name in parentheses, which begin with 3. */
    private static final int START_TIME = 22 - 3;

    /**
     * @param pid number of a process
     * @return when it was started; empty when there is no such process, or it has ended
     * @throws IOException when /proc cannot be read
     */
    static Optional<Long> startOf(long pid) throws IOException {
        try {
            String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"), StandardCharsets.ISO_8859_1);
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
            return fields[0].equals("Z") ? Optional.empty() : Optional.of(Long.parseLong(fields[START_TIME]));
        } catch (NoSuchFileException ended) {
            return Optional.empty();
        }
    }

    /** @return this process */
    static ProcessId here() {
        return new ProcessId(OwnProcess.PID, OwnProcess.STARTED);
    }
}
