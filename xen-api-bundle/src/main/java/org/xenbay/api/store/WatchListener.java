// SPDX-License-Identifier: Apache-2.0
package org.xenbay.api.store;

import org.osgi.annotation.versioning.ConsumerType;

/** Called for changes in XenStore. */
@ConsumerType
@FunctionalInterface
public interface WatchListener {

    /**
     * Called on the thread that reads the daemon's answers, so it must neither block nor make requests: it notes the
     * change and leaves the work to another thread.
     *
     * @param path the node that changed, absolute, or the name of a special watch; as the daemon gave it, unchecked
     */
    void changed(String path);
}
