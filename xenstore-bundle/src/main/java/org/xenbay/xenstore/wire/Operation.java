// SPDX-License-Identifier: Apache-2.0
package org.xenbay.xenstore.wire;

import java.util.Optional;

/** The type of a message (xen/include/public/io/xs_wire.h, enum xsd_sockmsg_type). */
public enum Operation {
    /** A command to the daemon itself; once called DEBUG. */
    CONTROL(0),
    /** Names of a node's children. */
    DIRECTORY(1),
    /** A node's value. */
    READ(2),
    /** A node's permissions. */
    GET_PERMS(3),
    /** Sets a watch. */
    WATCH(4),
    /** Removes a watch. */
    UNWATCH(5),
    /** Begins a transaction. */
    TRANSACTION_START(6),
    /** Commits or aborts a transaction. */
    TRANSACTION_END(7),
    /** Introduces a new domain to the daemon. */
    INTRODUCE(8),
    /** Reports to the daemon that a domain is gone. */
    RELEASE(9),
    /** The home path of a domain. */
    GET_DOMAIN_PATH(10),
    /** Writes a value. */
    WRITE(11),
    /** Creates an empty node. */
    MKDIR(12),
    /** Removes a subtree. */
    RM(13),
    /** Sets a node's permissions. */
    SET_PERMS(14),
    /** Daemon to client only: a watch has fired. */
    WATCH_EVENT(15),
    /** Daemon to client only: a request was refused. */
    ERROR(16),
    /** Whether a domain has been introduced. */
    IS_DOMAIN_INTRODUCED(17),
    /** Reports to the daemon that a domain runs again after a suspend. */
    RESUME(18),
    /** Gives a domain the permissions of another, its target. */
    SET_TARGET(19),
    /** Removes all watches and transactions of the caller. */
    RESET_WATCHES(21),
    /** Part of the names of a node's children, for long lists. */
    DIRECTORY_PART(22),
    /** Newer daemons: features of a domain. */
    GET_FEATURE(23),
    /** Newer daemons: features of a domain. */
    SET_FEATURE(24),
    /** Newer daemons: quotas. */
    GET_QUOTA(25),
    /** Newer daemons: quotas. */
    SET_QUOTA(26);

    private static final Operation[] BY_CODE = new Operation[27];

    static {
        for (Operation operation : values()) {
            BY_CODE[operation.code] = operation;
        }
    }

    private final int code;

    Operation(int code) {
        this.code = code;
    }

    /** @return the number in the header's first field */
    public int code() {
        return code;
    }

    /**
     * @param code the number in a header's first field
     * @return the operation; empty for an unknown number, which a daemon answers with ENOSYS
     */
    public static Optional<Operation> ofCode(int code) {
        return code < 0 || code >= BY_CODE.length ? Optional.empty() : Optional.ofNullable(BY_CODE[code]);
    }
}
