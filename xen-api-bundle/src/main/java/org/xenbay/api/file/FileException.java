// SPDX-License-Identifier: Apache-2.0
package org.xenbay.api.file;

import java.io.IOException;

/**
 * A call on files failed. It has the error number that the guest gets.
 *
 * <p>It has no stack trace: most are ordinary answers, such as that a name does not exist, and a guest may cause thousands a
 * second.
 */
public class FileException extends IOException {
    private static final long serialVersionUID = 1L;

    /** @serial Linux's number. */
    private final int errno;

    /**
     * @param errno Linux's number, one of {@link Errno} as a rule
     * @param what the call and what it was made on
     */
    public FileException(int errno, String what) {
        this(errno, what, Errno.name(errno));
    }

    /**
     * @param errno Linux's number
     * @param what the call and what it was made on
     * @param why the number in words
     */
    public FileException(int errno, String what, String why) {
        super(what + ": " + why + " (errno " + errno + ")");
        this.errno = errno;
    }

    /** @return Linux's error number, positive */
    public int errno() {
        return errno;
    }

    @Override
    public synchronized Throwable fillInStackTrace() {
        return this;
    }
}
