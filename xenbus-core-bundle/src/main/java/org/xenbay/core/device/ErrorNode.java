// SPDX-License-Identifier: Apache-2.0
package org.xenbay.core.device;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import org.xenbay.api.device.DeviceId;
import org.xenbay.api.store.StorePath;
import org.xenbay.api.store.XenStore;
import org.xenbay.api.store.XenStoreException;

/**
 * The node for a device's failure, as Linux's xenbus drivers write it and tools read it: {@code
 * error/backend/<type>/<domain>/<device>/error} below the own domain, {@code "<errno> <text>"}.
 */
final class ErrorNode {

    private static final Logger LOG = System.getLogger(ErrorNode.class.getName());

    private final XenStore store;
    private final StorePath directory;

    ErrorNode(XenStore store, int ownDomain, DeviceId id) {
        this.store = store;
        this.directory = StorePath.ofDomain(ownDomain)
                .child("error/backend/" + id.type() + "/" + id.domain() + "/" + id.device());
    }

    void write(int errno, String message) {
        attempt("written", () -> store.write(directory.child("error"), errno + " " + message));
    }

    /** Removes the node, and its parents that are empty afterwards. */
    void clear() {
        attempt("removed", () -> {
            store.remove(directory);
            StorePath domain = directory.parent();
            if (store.list(domain).filter(List::isEmpty).isPresent()) {
                store.remove(domain);
            }
        });
    }

    /** Logs a failure to write: the node only reports another failure. */
    private void attempt(String what, Runnable action) {
        try {
            action.run();
        } catch (XenStoreException refused) {
            LOG.log(Level.INFO, "the error node " + directory + " cannot be " + what + ": " + refused.getMessage());
        }
    }
}
