// SPDX-License-Identifier: Apache-2.0
package org.xenbay.xenstore.internal;

import java.util.function.Supplier;
import org.xenbay.api.store.StoreError;
import org.xenbay.api.store.XenStoreException;

/** Which refusals are answers rather than failures. */
public final class Refusals {

    private Refusals() {}

    /** The result of a request, or the given one when it is refused because there is no such node. */
    public static <T> T orIfAbsent(Supplier<T> request, T absent) {
        try {
            return request.get();
        } catch (XenStoreException refused) {
            if (refused.error() == StoreError.ENOENT) {
                return absent;
            }
            throw refused;
        }
    }
}
