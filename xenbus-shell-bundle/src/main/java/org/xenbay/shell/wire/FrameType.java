// SPDX-License-Identifier: Apache-2.0
package org.xenbay.shell.wire;

/** Kind of a {@link Frame}; its ordinal is the first byte on the wire. */
public enum FrameType {
    /** Client, first and once: a {@link Hello}. */
    HELLO,
    /** Client: bytes of its standard input, in answer to {@link #READ}; none at its end. */
    STDIN,
    /** Daemon: bytes for the standard output. */
    STDOUT,
    /** Daemon: bytes for the standard error. */
    STDERR,
    /** Daemon: the command wants to read; one {@link #STDIN} frame answers it. No payload. */
    READ,
    /** Daemon: one byte, 1 when each key stroke is wanted as it is typed, 0 when the terminal is as before. */
    RAW,
    /** Daemon, last: the exit code, one byte. */
    EXIT;

    private static final FrameType[] ALL = values();

    /**
     * @param code a frame's first byte
     * @return the type, or null when there is no such type
     */
    static FrameType ofCode(byte code) {
        return code >= 0 && code < ALL.length ? ALL[code] : null;
    }
}
