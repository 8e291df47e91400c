// SPDX-License-Identifier: Apache-2.0
package org.xenbay.api.device;

/** A device's node holds a value that cannot be right. The message names the node and its value. */
public class BadNodeException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** @param message names the node and its value */
    public BadNodeException(String message) {
        super(message);
    }
}
