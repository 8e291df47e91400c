// SPDX-License-Identifier: Apache-2.0
package org.xenbay.frontend;

/** A frontend cannot drive its device. */
public class FrontendException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int errno;

    /**
     * @param errno positive error number of Linux
     * @param message why
     */
    public FrontendException(int errno, String message) {
        super(message);
        this.errno = errno;
    }

    /** @return positive error number of Linux, for the error node */
    public int errno() {
        return errno;
    }
}
