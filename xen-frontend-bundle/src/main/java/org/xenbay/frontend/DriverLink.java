// SPDX-License-Identifier: Apache-2.0
package org.xenbay.frontend;

import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.xenbay.api.device.DeviceId;
import org.xenbay.api.device.XenbusState;
import org.xenbay.api.guest.Guest;
import org.xenbay.api.store.StorePath;
import org.xenbay.api.store.Watch;
import org.xenbay.api.store.XenStore;
import org.xenbay.frontend.internal.Coalesced;

/** A driver and its link to a backend, from the probe until the device goes away. On the frontend's executor. */
final class DriverLink {

    private final Guest guest;
    private final StorePath path;
    private final FrontendDriver driver;
    private final FrontendWork work;
    /** Of a device that is probed. */
    private @Nullable FrontendLink link;

    private @Nullable Watch backendWatch;
    private boolean connected;

    DriverLink(Guest guest, StorePath path, FrontendDriver driver, FrontendWork work) {
        this.guest = guest;
        this.path = path;
        this.driver = driver;
        this.work = work;
    }

    boolean isOpen() {
        return link != null;
    }

    /** @return whether the driver's {@code connected} was called */
    boolean isConnected() {
        return connected;
    }

    /**
     * @param changed runs on the frontend's executor when the backend's state may have changed
     * @return false when the device's nodes name no backend
     */
    boolean open(Runnable changed) {
        XenStore store = guest.store();
        Optional<StorePath> backend =
                store.read(path.child("backend")).filter(StorePath::isValid).map(StorePath::of);
        Optional<Integer> domain = store.read(path.child("backend-id")).flatMap(DeviceId::canonicalNumber);
        if (backend.isEmpty() || domain.isEmpty()) {
            return false;
        }
        link = new FrontendLink(guest, path, backend.get(), domain.get());
        Coalesced coalesced = new Coalesced(work::execute, changed);
        backendWatch = store.watch(backend.get().child("state"), ignored -> coalesced.run());
        return true;
    }

    private FrontendLink opened() {
        return Objects.requireNonNull(link, "a device is probed before its backend is asked");
    }

    XenbusState backendState() {
        return XenbusState.ofNode(opened().readBackend("state").orElse(null));
    }

    /** Lets the driver make its rings, and writes its nodes in one transaction. After a failure both are undone. */
    void publish() {
        FrontendLink to = opened();
        boolean done = false;
        try {
            Map<String, String> nodes = driver.publish(to);
            guest.store().transact(tx -> {
                nodes.forEach((name, value) -> tx.write(path.child(name), value));
                return null;
            });
            done = true;
        } finally {
            if (!done) {
                driver.disconnected();
                to.release();
            }
        }
    }

    void connect() {
        if (!connected) {
            connected = true;
            driver.connected();
        }
    }

    void disconnect() {
        connected = false;
        driver.disconnected();
    }

    /** Frees the driver's pages and ports. */
    void release() {
        if (link != null) {
            link.release();
        }
    }

    void close() {
        if (backendWatch != null) {
            backendWatch.close();
            backendWatch = null;
        }
        release();
        link = null;
    }
}
