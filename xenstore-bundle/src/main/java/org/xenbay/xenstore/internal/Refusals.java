// SPDX-License-Identifier: Apache-2.0
package org.xenbay.xenstore.internal;

import org.xenbay.api.store.StoreError;
import org.xenbay.api.store.XenStoreException;

/** Recognises refusals that are ordinary answers, not failures. */
public final class Refusals {

    private Refusals() {}

    /** Makes a request, which may be refused because the node does not exist. */
    public static void unlessAbsent(Runnable request) {
        try {
            request.run();
        } catch (XenStoreException refused) {
            if (refused.error() != StoreError.ENOENT) {
                throw refused;
            }
        }
    }
}
