// SPDX-License-Identifier: Apache-2.0
package org.xenbay.xenstore.server;

import org.xenbay.api.store.StoreError;

/** A request is refused. It has no stack trace, because refusals are ordinary answers; the connection makes their texts. */
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
