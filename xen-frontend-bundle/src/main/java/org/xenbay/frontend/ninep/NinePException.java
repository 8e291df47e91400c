// SPDX-License-Identifier: Apache-2.0
package org.xenbay.frontend.ninep;

/** The server replied with an error. */
public final class NinePException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** @serial Linux's number. */
    private final int errno;

    /**
     * @param request number of the request
     * @param errno Linux's error number
     */
    public NinePException(int request, int errno) {
        super("request " + request + ": errno " + errno);
        this.errno = errno;
    }

    /** @return Linux's error number */
    public int errno() {
        return errno;
    }
}
