// SPDX-License-Identifier: Apache-2.0
package org.xenbay.shell.client.doctor;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A mounted file system, see proc(5).
 *
 * @param point where it is mounted
 * @param type its type, such as {@code tmpfs}
 * @param options its options, such as {@code noexec}
 */
record Mount(Path point, String type, List<String> options) {

    private static final int FIELDS = 4;

    Mount {
        options = List.copyOf(options);
    }

    /** @return the file system in which a file or folder is, or would be; empty when that is not known */
    static Optional<Mount> of(Host host, Path absolute) throws IOException {
        Mount found = null;
        for (String line : host.text("/proc/mounts").orElse("").lines().toList()) {
            String[] fields = line.split(" ");
            if (fields.length < FIELDS || !fields[1].startsWith("/")) {
                continue;
            }
            Path point = Path.of(unescaped(fields[1]));
            // One that was mounted later covers what was there before.
            boolean nearer = found == null || point.getNameCount() >= found.point.getNameCount();
            if (absolute.startsWith(point) && nearer) {
                found = new Mount(point, fields[2], List.of(fields[3].split(",")));
            }
        }
        return Optional.ofNullable(found);
    }

    /** The kernel writes blanks and backslashes as octal numbers. */
    private static String unescaped(String field) {
        return field.replace("\\040", " ")
                .replace("\\011", "\t")
                .replace("\\012", "\n")
                .replace("\\134", "\\");
    }

    boolean isInMemory() {
        return type.equals("tmpfs") || type.equals("ramfs");
    }
}
