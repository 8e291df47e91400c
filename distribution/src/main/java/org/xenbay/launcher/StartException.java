// SPDX-License-Identifier: Apache-2.0
package org.xenbay.launcher;

/** The daemon cannot be started, for a reason that the operator can understand. */
final class StartException extends Exception {
    private static final long serialVersionUID = 1L;

    StartException(String message) {
        super(message);
    }

    StartException(String message, Throwable cause) {
        super(message, cause);
    }
}
