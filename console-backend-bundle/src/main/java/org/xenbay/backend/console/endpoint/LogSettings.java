// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.console.endpoint;

import java.nio.file.Path;

/**
 * How logs are written.
 *
 * @param directory folder of the logs
 * @param size size in bytes at which a new file of the log begins
 * @param parts number of older files that are kept
 * @param timed whether lines begin with their time
 * @param filtered whether control characters are replaced
 */
public record LogSettings(Path directory, long size, int parts, boolean timed, boolean filtered) {

    /** Most characters of a domain's name in a file's name, which has at most 255 bytes. */
    private static final int LONGEST_NAME = 64;

    /**
     * @param domain name of a domain
     * @param number of its console
     * @return the file of the console's log
     */
    public Path file(String domain, int number) {
        return directory.resolve(fileName(domain, number));
    }

    /**
     * Names the log as xenconsoled does: {@code guest-<name>.log}. When another console's log has that name, the number is
     * added.
     *
     * @param domain name of a domain
     * @param number of its console
     * @return the name of the file
     */
    public static String fileName(String domain, int number) {
        String name = domain.replaceAll("[/\\p{Cntrl}]", "_");
        if (name.length() > LONGEST_NAME) {
            name = name.substring(0, LONGEST_NAME) + "-" + Integer.toHexString(domain.hashCode());
        }
        boolean plain = number == 0 && !name.matches(".*-console[0-9]+");
        return "guest-" + name + (plain ? "" : "-console" + number) + ".log";
    }
}
