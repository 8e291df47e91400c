// SPDX-License-Identifier: Apache-2.0
package org.xenbay.api.store;

import org.osgi.annotation.versioning.ProviderType;

/**
 * The view inside {@link XenStore#transact}: a snapshot that only this transaction changes, whose changes become visible to
 * others at once when it commits. Not to be used after the body has returned, nor from two threads.
 */
@ProviderType
public interface StoreTransaction extends StoreAccess {

    /** Discards the transaction: when the body returns, none of its changes becomes visible. */
    void abort();
}
