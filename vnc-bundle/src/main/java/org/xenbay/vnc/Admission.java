// SPDX-License-Identifier: Apache-2.0
package org.xenbay.vnc;

/** How a viewer has shown that it may look; the order is a part of the journal's format. */
enum Admission {
    /** It came by the UNIX socket. */
    LOCAL,
    /** It came by TCP in the clear, and no password was asked for. */
    WITHOUT_PASSWORD,
    /** It came by TCP in the clear, with the password of that time. */
    BY_PASSWORD,
    /** It came by TLS, whose keys are in this process only. */
    ENCRYPTED
}
