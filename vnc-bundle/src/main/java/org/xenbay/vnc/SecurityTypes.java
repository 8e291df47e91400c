// SPDX-License-Identifier: Apache-2.0
package org.xenbay.vnc;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** How a security type is chosen and its result told, by the viewer's version (RFC 6143, 7.1.2, 7.1.3 and appendix A). */
final class SecurityTypes {

    static final int NONE = 1;
    static final int VNC = 2;
    static final int VENCRYPT = 19;

    /** Since then the viewer chooses. */
    static final int MINOR_WITH_CHOICE = 7;

    /** Since then each type has a result, and a refusal a reason. */
    static final int MINOR_WITH_RESULTS = 8;

    private SecurityTypes() {}

    /**
     * @param offers best first; a viewer that cannot choose gets the last one
     * @return the viewer's choice
     */
    static int choose(Wire wire, int minor, int... offers) throws IOException {
        if (minor < MINOR_WITH_CHOICE) {
            int type = offers[offers.length - 1];
            if (type == VENCRYPT) {
                throw refused(wire, minor, "this server asks for a viewer of RFB 3.7 or later, with TLS");
            }
            wire.out().writeInt(type);
            wire.out().flush();
            return type;
        }
        wire.out().writeByte(offers.length);
        for (int offer : offers) {
            wire.out().writeByte(offer);
        }
        wire.out().flush();
        int choice = wire.in().readUnsignedByte();
        for (int offer : offers) {
            if (offer == choice) {
                return choice;
            }
        }
        throw new IOException("the viewer wants a security type that was not offered: " + choice);
    }

    /** Refuses a viewer before it has chosen. */
    static IOException refused(Wire wire, int minor, String why) throws IOException {
        if (minor < MINOR_WITH_CHOICE) {
            wire.out().writeInt(0);
        } else {
            wire.out().writeByte(0);
        }
        reason(wire, why);
        return new IOException(why);
    }

    static void accept(Wire wire) throws IOException {
        wire.out().writeInt(0);
        wire.out().flush();
    }

    /** The viewer has failed to authenticate. */
    static IOException fail(Wire wire, int minor, String why) throws IOException {
        wire.out().writeInt(1);
        if (minor >= MINOR_WITH_RESULTS) {
            reason(wire, why);
        }
        wire.out().flush();
        return new IOException(why);
    }

    private static void reason(Wire wire, String why) throws IOException {
        byte[] text = why.getBytes(StandardCharsets.UTF_8);
        wire.out().writeInt(text.length);
        wire.out().write(text);
        wire.out().flush();
    }
}
