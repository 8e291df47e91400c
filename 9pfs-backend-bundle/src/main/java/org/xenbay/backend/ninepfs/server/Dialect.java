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

    static Optional<Dialect> of(String version) {
        for (Dialect each : values()) {
            if (each.version.equals(version)) {
                return Optional.of(each);
            }
        }
        return Optional.empty();
    }
}
