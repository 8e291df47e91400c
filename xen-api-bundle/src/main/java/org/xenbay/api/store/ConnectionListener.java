// SPDX-License-Identifier: Apache-2.0
package org.xenbay.api.store;

import org.osgi.annotation.versioning.ConsumerType;

/** Called when the connection to XenStore is lost and when it is there again. */
@ConsumerType
@FunctionalInterface
public interface ConnectionListener {

    /**
     * Called on the client's own thread; must neither block nor make requests.
     *
     * @param connected whether the connection exists now; when true, all watches have been set again
     */
    void connectionChanged(boolean connected);
}
