// SPDX-License-Identifier: Apache-2.0
package org.xenbay.api.device;

/**
 * A handler cannot continue from its predecessor's state, and has taken no parked resource: the state is damaged or of an
 * unknown version. The core keeps what was parked for another handler.
 */
public class RefusedStateException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** @param message says what is wrong with the state, and which versions are known */
    public RefusedStateException(String message) {
        super(message);
    }
}
