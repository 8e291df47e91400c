// SPDX-License-Identifier: Apache-2.0
package org.xenbay.api.device;

/** A node of a device holds something that cannot be right; the message names the node and what is in it. */
public class BadNodeException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** @param message names the node and what is in it */
    public BadNodeException(String message) {
        super(message);
    }
}
