// SPDX-License-Identifier: Apache-2.0
package org.xenbay.vnc;

import java.io.IOException;

/** Who may look: the part of the handshake between versions and the picture (RFC 6143, 7.1.2 and 7.1.3). From any thread. */
interface Security {

    /** Whoever can connect: the socket's file says who that is. */
    Security OPEN = (wire, minor, peer) -> {
        SecurityTypes.choose(wire, minor, SecurityTypes.NONE);
        if (minor >= SecurityTypes.MINOR_WITH_RESULTS) {
            SecurityTypes.accept(wire);
        }
        return new Passed(wire, Admission.LOCAL);
    };

    /**
     * A viewer may look.
     *
     * @param wire to go on with
     * @param admission how it has shown that
     */
    record Passed(Wire wire, Admission admission) {}

    /**
     * @param wire the connection
     * @param minor the second number of the viewer's version: 3, 7 or 8
     * @param peer where the viewer comes from
     * @return what to go on with, and how the viewer has shown that it may look
     * @throws IOException when the viewer may not, with a reason
     */
    Passed agree(Wire wire, int minor, String peer) throws IOException;
}
