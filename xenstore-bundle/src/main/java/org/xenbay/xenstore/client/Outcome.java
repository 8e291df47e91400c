// SPDX-License-Identifier: Apache-2.0
package org.xenbay.xenstore.client;

import org.xenbay.api.store.StoreError;

/** How a request ended. */
sealed interface Outcome {

    /** The daemon has carried out the request. */
    record Answer(byte[] payload) implements Outcome {}

    /** The daemon has refused the request, or cannot be reached; the text names the request. */
    record Failure(StoreError error, String text) implements Outcome {}
}
