// SPDX-License-Identifier: Apache-2.0
package org.xenbay.frontend.usb;

/** A device does not do what it is asked for. */
public class UsbFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** @param message what it did instead */
    public UsbFailure(String message) {
        super(message);
    }
}
