// SPDX-License-Identifier: Apache-2.0
package org.xenbay.nativexen.host;

import java.io.IOException;

/** The kernel or the C library refused a call. */
final class HostCallException extends IOException {
    private static final long serialVersionUID = 1L;

    private final int errno;

    /**
     * @param call the function, and what it was used on
     * @param errno the error number
     * @param text the error number in words
     */
    HostCallException(String call, int errno, String text) {
        super(call + ": " + text + " (errno " + errno + ")");
        this.errno = errno;
    }

    int errno() {
        return errno;
    }
}
