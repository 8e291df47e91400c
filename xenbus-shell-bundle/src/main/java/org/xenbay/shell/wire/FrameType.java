// SPDX-License-Identifier: Apache-2.0
package org.xenbay.shell.wire;

import org.jspecify.annotations.Nullable;

/** Kind of a {@link Frame}; its ordinal is the first byte on the wire. */
public enum FrameType {
    /** From the client, first and once: a {@link Hello}. */
    HELLO,
    /** From the client: bytes of its standard input, in answer to {@link #READ}; empty at the end of the input. */
    STDIN,
    /** From the daemon: bytes for the standard output. */
    STDOUT,
    /** From the daemon: bytes for the standard error. */
    STDERR,
    /** From the daemon: the command reads; one {@link #STDIN} frame answers it. No payload. */
    READ,
    /** From the daemon: one byte, 1 to send each key stroke at once, 0 to restore the terminal. */
    RAW,
    /** From the daemon, last: the exit code, one byte. */
    EXIT;

    private static final FrameType[] ALL = values();

    /**
     * @param code a frame's first byte
     * @return the type, or null when there is no such type
     */
    static @Nullable FrameType ofCode(byte code) {
        return code >= 0 && code < ALL.length ? ALL[code] : null;
    }
}
