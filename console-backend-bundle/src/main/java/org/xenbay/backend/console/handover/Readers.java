// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.console.handover;

/** The readers whose places a console hands over, by name: the parked form and the journal contain them. */
public final class Readers {

    /** The pseudo terminal. */
    public static final String PTY = "pty";

    /** The log file. */
    public static final String LOG = "log";

    /** Output that no program at the socket has got yet. */
    public static final String SOCKET = "socket";

    private Readers() {}
}
