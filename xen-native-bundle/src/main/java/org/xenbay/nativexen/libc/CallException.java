// SPDX-License-Identifier: Apache-2.0
package org.xenbay.nativexen.libc;

import java.io.IOException;

/** The kernel or the C library refused a call. */
public final class CallException extends IOException {
    private static final long serialVersionUID = 1L;

    private final int errno;

    /**
     * @param call the function and its object
     * @param errno the error number
     */
    public CallException(String call, int errno) {
        super(call + ": " + Libc.text(errno));
        this.errno = errno;
    }

    /** @return the error of this thread's last call */
    public static CallException last(String call) {
        return new CallException(call, Libc.errno());
    }

    /** @return the result, unless it reports a failure */
    public static int checked(int result, String call) throws CallException {
        if (result < 0) {
            throw last(call);
        }
        return result;
    }

    /** @return Linux's error number, positive */
    public int errno() {
        return errno;
    }
}
