// SPDX-License-Identifier: Apache-2.0
package org.xenbay.devicemodel;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Optional;
import org.xenbay.api.store.StoreAccess;
import org.xenbay.api.store.StorePath;
import org.xenbay.api.store.XenStore;
import org.xenbay.api.store.XenStoreException;

/**
 * Replaces {@code xen-9pfsd}: since Xen 4.19, libxl starts that daemon for devices of type {@code xen_9pfs} unless {@code
 * libxl/xen-9pfs/state} says that it runs. On the loop's thread, except for {@link #other}.
 */
final class NinePfsDaemon {

    private static final Logger LOG = System.getLogger(NinePfsDaemon.class.getName());
    private static final String RUNNING = "running";

    private final XenStore store;
    private final StorePath state;
    private final StorePath pid;
    private boolean wanted;

    NinePfsDaemon(XenStore store, int ownDomain) {
        StorePath directory = StorePath.ofDomain(ownDomain).child("libxl/xen-9pfs");
        this.store = store;
        this.state = directory.child("state");
        this.pid = directory.child("pid");
    }

    /** @param present whether there is a backend that serves these devices */
    void setPresent(boolean present) {
        if (wanted != present) {
            wanted = present;
            refresh();
        }
    }

    /** Updates the nodes; also to be called when XenStore is back. */
    void refresh() {
        try {
            Optional<String> other = store.transact(transaction -> {
                Optional<HostProcess> running = other(transaction);
                if (running.isPresent()) {
                    return running.filter(process -> wanted).map(HostProcess::toString);
                }
                if (wanted) {
                    transaction.write(state, RUNNING);
                    transaction.write(pid, ownPid());
                } else if (transaction.read(pid).filter(ownPid()::equals).isPresent()) {
                    transaction.remove(state);
                    transaction.remove(pid);
                }
                return Optional.empty();
            });
            other.ifPresent(name -> LOG.log(Level.WARNING, name + " serves devices of type xen_9pfs already"));
        } catch (XenStoreException failed) {
            LOG.log(Level.WARNING, "cannot announce to libxl that xen_9pfs is served: " + failed.getMessage());
        }
    }

    private static String ownPid() {
        return Long.toString(ProcessHandle.current().pid());
    }

    /** @return the genuine daemon, if it runs; nodes of an ended daemon do not count. From any thread. */
    Optional<HostProcess> other() {
        return other(store);
    }

    private Optional<HostProcess> other(StoreAccess access) {
        return access.read(state)
                .filter(RUNNING::equals)
                .flatMap(running -> access.read(pid))
                .flatMap(HostProcess::find)
                .filter(process -> process.name().startsWith("xen-9pfsd"));
    }
}
