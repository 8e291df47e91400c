// SPDX-License-Identifier: Apache-2.0
package org.xenbay.frontend.usb;

/** A device did not carry out a request. */
public class UsbFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** @param message the device's actual behaviour */
    public UsbFailure(String message) {
        super(message);
    }
}
