// SPDX-License-Identifier: Apache-2.0
package org.xenbay.xenstore.internal;

import org.xenbay.api.store.StoreError;
import org.xenbay.api.store.XenStoreException;

/** Which refusals are answers rather than failures. */
public final class Refusals {

    private Refusals() {}

    /** Makes a request, which may be refused because there is no such node. */
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
