// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.ninepfs.server;

import java.util.Optional;

/** Versions of the protocol that the server speaks. */
enum Dialect {
    /** 9P2000.L, which Linux speaks. */
    LINUX("9P2000.L"),
    /** 9P2000.u, which Mini-OS and old clients speak. */
    UNIX("9P2000.u");

    /** The answer to a client that asks for another version. */
    static final String UNKNOWN = "unknown";

    private final String version;

    Dialect(String version) {
        this.version = version;
    }

    String version() {
        return version;
    }

    /**
     * A client may add a period and a word of its own, as gVisor does in {@code 9P2000.L.Google.7}. The server ignores the
     * word, and says so by leaving the word out of its answer (version(5) of Plan 9).
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
