// SPDX-License-Identifier: Apache-2.0
package org.xenbay.api.store;

import org.jspecify.annotations.Nullable;

/** XenStore refused a request, or cannot be reached. The message says which request. */
public class XenStoreException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final StoreError error;

    /**
     * @param error why
     * @param message which request, in words
     */
    public XenStoreException(StoreError error, String message) {
        super(message + ": " + error);
        this.error = error;
    }

    /**
     * @param error why
     * @param message which request, in words
     * @param cause what was caught
     */
    public XenStoreException(StoreError error, String message, @Nullable Throwable cause) {
        super(message + ": " + error, cause);
        this.error = error;
    }

    /** @return why */
    public StoreError error() {
        return error;
    }
}
