// SPDX-License-Identifier: Apache-2.0
package org.xenbay.api.device;

/**
 * A handler cannot go on with what it was given, and has taken nothing of it: the state is of a version that it does not
 * know, or damaged. The core keeps what was parked for another handler.
 */
public class RefusedStateException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** @param message says what is wrong with the state, and which versions are known */
    public RefusedStateException(String message) {
        super(message);
    }
}
