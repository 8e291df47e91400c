// SPDX-License-Identifier: Apache-2.0
package org.xenbay.api.xen;

/** The hypervisor or the kernel refused something. */
public class XenException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int errno;

    /**
     * @param message what was tried and why it failed
     * @param errno the positive error number of Linux
     */
    public XenException(String message, int errno) {
        super(message);
        this.errno = errno;
    }

    /** @return the positive error number of Linux, for the device's error node */
    public int errno() {
        return errno;
    }
}
