// SPDX-License-Identifier: Apache-2.0
package org.xenbay.frontend;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.xenbay.api.guest.GrantedPages;
import org.xenbay.api.guest.Guest;
import org.xenbay.api.guest.GuestPort;
import org.xenbay.api.store.StoreError;
import org.xenbay.api.store.StorePath;
import org.xenbay.api.store.XenStoreException;

/** A frontend's link to its backend: the pages and ports of the link are freed with it. */
public final class FrontendLink {

    private final Guest guest;
    private final StorePath frontend;
    private final StorePath backend;
    private final int backendDomain;
    private final List<AutoCloseable> resources = new ArrayList<>();

    FrontendLink(Guest guest, StorePath frontend, StorePath backend, int backendDomain) {
        this.guest = guest;
        this.frontend = frontend;
        this.backend = backend;
        this.backendDomain = backendDomain;
    }

    /**
     * @param count number of pages, at least one
     * @param writable whether the backend may write them
     * @return zeroed pages, granted to the backend's domain
     */
    public GrantedPages grant(int count, boolean writable) {
        GrantedPages pages = guest.grant(backendDomain, count, writable);
        resources.add(pages);
        return pages;
    }

    /**
     * @param listener called for the backend's events, on the thread that sends them; must not block
     * @return a port reserved for the backend's domain
     */
    public GuestPort port(Runnable listener) {
        GuestPort port = guest.allocatePort(backendDomain, listener);
        resources.add(port);
        return port;
    }

    /**
     * @param node a node of the backend's directory, such as {@code feature-abs-pointer}
     * @return its value; also empty when the guest may not read the node, because XenStore answers that for a directory that
     *     has been removed
     */
    public Optional<String> readBackend(String node) {
        try {
            return guest.store().read(backend.child(node));
        } catch (XenStoreException refusal) {
            if (refusal.error() != StoreError.EACCES) {
                throw refusal;
            }
            return Optional.empty();
        }
    }

    /** @return the backend's domain id, for which pages and ports are granted */
    public int backendDomain() {
        return backendDomain;
    }

    /** @return the device's number */
    public String name() {
        return frontend.name();
    }

    StorePath backend() {
        return backend;
    }

    /** Frees pages and ports, the last first. */
    void release() {
        for (int i = resources.size() - 1; i >= 0; i--) {
            try {
                resources.get(i).close();
            } catch (Exception failure) {
                throw new IllegalStateException("releasing " + frontend, failure);
            }
        }
        resources.clear();
    }
}
