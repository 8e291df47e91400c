// SPDX-License-Identifier: Apache-2.0
package org.xenbay.api.store;

import org.osgi.annotation.versioning.ProviderType;

/** A registration with {@link XenStore}. */
@ProviderType
public interface Watch extends AutoCloseable {

    /** Ends the registration. Its listener is not called any more once this has returned, except by a call under way. */
    @Override
    void close();
}
