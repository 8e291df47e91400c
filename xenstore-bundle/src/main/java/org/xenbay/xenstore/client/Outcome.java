// SPDX-License-Identifier: Apache-2.0
package org.xenbay.xenstore.client;

import org.xenbay.api.store.StoreError;

/** How a request ended. */
sealed interface Outcome {

    /** The daemon did what was asked. */
    record Answer(byte[] payload) implements Outcome {}

    /** It did not, or cannot be asked; the text says which request. */
    record Failure(StoreError error, String text) implements Outcome {}
}
