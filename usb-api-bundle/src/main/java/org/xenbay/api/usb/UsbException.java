// SPDX-License-Identifier: Apache-2.0
package org.xenbay.api.usb;

import java.io.IOException;
import java.util.Objects;

/** A device could not be opened. The message is one line for operators: what was tried, why it failed, and what helps. */
public class UsbException extends IOException {
    private static final long serialVersionUID = 1L;

    /** @serial why */
    private final Reason reason;

    /** Why a device cannot be opened. */
    public enum Reason {
        /** It is open, or another program has claimed it. */
        IN_USE,
        /** The host itself uses it, and would lose data or its connection: the message says how. */
        IN_USE_BY_HOST,
        /** This process lacks the permission. */
        NO_PERMISSION,
        /** It is gone. */
        NO_DEVICE,
        /** Something else failed. */
        FAILED
    }

    /**
     * @param reason why
     * @param message one line
     */
    public UsbException(Reason reason, String message) {
        super(message);
        this.reason = Objects.requireNonNull(reason, "reason");
    }

    /** @return why */
    public Reason reason() {
        return reason;
    }
}
