// SPDX-License-Identifier: Apache-2.0
package org.xenbay.core.registry;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.xenbay.api.device.DeviceId;
import org.xenbay.api.store.Permission;
import org.xenbay.api.store.StorePath;
import org.xenbay.api.store.StoreTransaction;
import org.xenbay.api.store.XenStore;
import org.xenbay.api.store.XenStoreException;

/**
 * Advertises to the toolstack which types are served for which guest: a node {@code device-model/<domain>/backends/<type>}
 * below the own domain, which the guest cannot access (libxl reads the one of {@code qusb}). The node's value distinguishes
 * nodes of an earlier run from those of another program.
 */
final class Advertiser {

    /** Value of the nodes; other device models leave it empty. */
    static final String MARK = "xenbay";

    private static final Logger LOG = System.getLogger(Advertiser.class.getName());

    private final XenStore store;
    private final int ownDomain;
    private final StorePath root;

    Advertiser(XenStore store, int ownDomain) {
        this.store = store;
        this.ownDomain = ownDomain;
        this.root = StorePath.ofDomain(ownDomain).child("device-model");
    }

    void advertise(int domain, Collection<String> types) {
        attempt(
                "advertise backends to domain " + domain,
                () -> store.transact(transaction -> {
                    for (String type : types) {
                        StorePath node = node(domain, type);
                        if (transaction.read(node).filter(MARK::equals).isEmpty()) {
                            transaction.write(node, MARK);
                            transaction.setPermissions(
                                    node, List.of(Permission.none(ownDomain), Permission.none(domain)));
                        }
                    }
                    return null;
                }));
    }

    void withdraw(int domain, Collection<String> types) {
        attempt(
                "withdraw backends from domain " + domain,
                () -> store.transact(transaction -> {
                    for (String type : types) {
                        StorePath node = node(domain, type);
                        if (transaction.read(node).filter(MARK::equals).isPresent()) {
                            transaction.remove(node);
                        }
                    }
                    removeIfEmpty(transaction, backends(domain));
                    removeIfEmpty(transaction, root.child(domain));
                    return null;
                }));
    }

    /** Removes nodes of an earlier run, for domains that are gone and types that are not served now. */
    void cleanUp() {
        attempt("clean up old advertisements", () -> {
            for (String domain : store.list(root).orElse(List.of())) {
                StorePath backends = root.child(domain).child("backends");
                List<String> ours = store.list(backends).orElse(List.of()).stream()
                        .filter(type -> isOurs(backends.child(type)))
                        .toList();
                Optional<Integer> id = DeviceId.canonicalNumber(domain);
                if (!ours.isEmpty() && id.isPresent()) {
                    withdraw(id.get(), ours);
                }
            }
        });
    }

    private boolean isOurs(StorePath node) {
        return store.read(node).filter(MARK::equals).isPresent();
    }

    private StorePath backends(int domain) {
        return root.child(domain).child("backends");
    }

    private StorePath node(int domain, String type) {
        return backends(domain).child(type);
    }

    /** libxl makes {@code device-model/<domain>} too: nodes that libxl made stay. */
    private static void removeIfEmpty(StoreTransaction transaction, StorePath directory) {
        if (transaction.list(directory).filter(List::isEmpty).isPresent()) {
            transaction.remove(directory);
        }
    }

    /** Logs a failure: devices are served without the advertisement too. */
    private static void attempt(String what, Runnable action) {
        try {
            action.run();
        } catch (XenStoreException failed) {
            LOG.log(Level.WARNING, "cannot " + what + ": " + failed.getMessage());
        }
    }
}
