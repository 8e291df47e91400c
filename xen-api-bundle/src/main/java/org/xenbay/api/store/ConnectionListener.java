// SPDX-License-Identifier: Apache-2.0
package org.xenbay.api.store;

import org.osgi.annotation.versioning.ConsumerType;

/** Told when XenStore goes away and comes back. */
@ConsumerType
@FunctionalInterface
public interface ConnectionListener {

    /**
     * Called on the client's own thread; must neither block nor make requests.
     *
     * @param connected whether the daemon is there now; when true all watches have been set again
     */
    void connectionChanged(boolean connected);
}
