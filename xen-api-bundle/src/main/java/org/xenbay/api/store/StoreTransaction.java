// SPDX-License-Identifier: Apache-2.0
package org.xenbay.api.store;

import org.osgi.annotation.versioning.ProviderType;

/**
 * The view inside {@link XenStore#transact}: a snapshot that only this transaction changes, made visible to others all
 * at once. Not to be used after the body has returned, nor from two threads.
 */
@ProviderType
public interface StoreTransaction extends StoreAccess {

    /** Marks the transaction to be given up: when the body returns, nothing it wrote becomes visible. */
    void abort();
}
