// SPDX-License-Identifier: Apache-2.0
package org.xenbay.xenstore.wire;

import java.io.IOException;

/** The peer broke the protocol; the connection cannot be used any more. */
public class WireException extends IOException {
    private static final long serialVersionUID = 1L;

    /** @param message the rule that was broken, and the value that broke it */
    public WireException(String message) {
        super(message);
    }
}
