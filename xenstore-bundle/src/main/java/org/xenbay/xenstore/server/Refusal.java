// SPDX-License-Identifier: Apache-2.0
package org.xenbay.xenstore.server;

import org.xenbay.api.store.StoreError;

/** A request is refused. Without a stack trace: refusals are ordinary answers, and the connection words them. */
final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final StoreError error;

    Refusal(StoreError error) {
        super(error.name(), null, false, false);
        this.error = error;
    }

    StoreError error() {
        return error;
    }
}
