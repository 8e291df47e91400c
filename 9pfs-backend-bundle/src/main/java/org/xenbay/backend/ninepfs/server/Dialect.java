// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.ninepfs.server;

import java.util.Optional;

/** Versions of the protocol that are spoken. */
enum Dialect {
    /** Linux's. */
    LINUX("9P2000.L"),
    /** Unix's: Mini-OS, and old clients. */
    UNIX("9P2000.u");

    /** What a client is told that asks for none of these. */
    static final String UNKNOWN = "unknown";

    private final String version;

    Dialect(String version) {
        this.version = version;
    }

    String version() {
        return version;
    }

    /**
     * A client may add a period and a word of its own, as gVisor does in {@code 9P2000.L.Google.7}. The server ignores what
     * it does not know there, and its answer without that word says so (version(5) of Plan 9).
     */
    static Optional<Dialect> of(String version) {
        for (Dialect each : values()) {
            if (version.equals(each.version) || version.startsWith(each.version + '.')) {
                return Optional.of(each);
            }
        }
        return Optional.empty();
    }
}
