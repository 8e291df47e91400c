// SPDX-License-Identifier: Apache-2.0
package org.xenbay.shell.internal.report;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The end of the daemon's log: a file beside an interactive shell, the journal for a service. */
public final class DaemonLog {

    /** The newest of the files that the launcher writes. */
    private static final String FILE = "log/xenbay.0.log";

    private static final int MAX_BYTES = 2 << 20;
    private static final String MAX_LINES = "5000";

    /** Control groups of this process; a service's ends with the name of its unit. */
    private static final Path GROUPS = Path.of("/proc/self/cgroup");

    private DaemonLog() {}

    /**
     * @param runFolder null when there is none
     * @return the last lines, those of earlier processes of the same log too
     * @throws IOException when there is a log that cannot be read, or none is known
     * @throws InterruptedException when the caller is interrupted
     */
    public static String end(@Nullable Path runFolder) throws IOException, InterruptedException {
        if (runFolder != null && Files.exists(runFolder.resolve(FILE))) {
            return end(runFolder.resolve(FILE), MAX_BYTES);
        }
        Optional<String> unit;
        try (Stream<String> groups = Files.lines(GROUPS)) {
            unit = unit(groups);
        }
        if (unit.isEmpty()) {
            throw new IOException("the log goes to the standard error of the daemon, which is no service of systemd");
        }
        return journal(unit.get());
    }

    static Optional<String> unit(Stream<String> groups) {
        return groups.map(group -> group.substring(group.lastIndexOf('/') + 1))
                .filter(name -> name.endsWith(".service"))
                .findFirst();
    }

    static String end(Path file, int max) throws IOException {
        try (SeekableByteChannel channel = Files.newByteChannel(file)) {
            channel.position(Math.max(0, channel.size() - max));
            ByteBuffer bytes = ByteBuffer.allocate((int) (channel.size() - channel.position()));
            while (bytes.hasRemaining() && channel.read(bytes) > 0) {
                continue;
            }
            return StandardCharsets.UTF_8.decode(bytes.flip()).toString();
        }
    }

    private static String journal(String unit) throws IOException, InterruptedException {
        List<String> command =
                List.of("journalctl", "--no-pager", "--output=short-iso", "--lines=" + MAX_LINES, "--unit=" + unit);
        Process asked = new ProcessBuilder(command).redirectErrorStream(true).start();
        try {
            asked.getOutputStream().close();
            String lines = new String(asked.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (asked.waitFor() != 0) {
                throw new IOException(String.join(" ", command) + ": " + lines.strip());
            }
            return lines;
        } finally {
            asked.destroyForcibly();
        }
    }
}
