// SPDX-License-Identifier: Apache-2.0
package org.xenbay.embedded;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.xenbay.api.guest.Guest;
import org.xenbay.api.guest.GuestFactory;
import org.xenbay.api.store.XenStore;
import org.xenbay.api.xen.EventChannels;
import org.xenbay.api.xen.ForeignMemory;
import org.xenbay.api.xen.GrantTable;
import org.xenbay.api.xen.Xen;
import org.xenbay.embedded.internal.Machine;
import org.xenbay.xenstore.server.Store;
import org.xenbay.xenstore.server.StoreServer;

/**
 * Xen in memory: a host with domain 0, in which the backends run, and guests made with {@link #create}.
 *
 * <p>The behaviour that either side can observe follows Xen 4.17 and libxl, with these limits. Several pages mapped at once
 * must be consecutive pages of one grant, in order, because memory cannot be aliased page by page here; other sets are refused
 * with GNTST_no_device_space. A listener of an event channel runs on the thread that signals. Guests reach XenStore directly
 * and not through a ring page.
 *
 * <p>Refused grants have the status that Xen gives: GNTST_bad_gntref for a reference beyond the guest's grant table,
 * GNTST_general_error for an unused reference, or one that is not granted to domain 0, or not for writing, GNTST_bad_domain for
 * a domain that does not run.
 */
public final class EmbeddedXen implements Xen, GuestFactory, AutoCloseable {

    private final Store store = new Store();
    private final Machine machine;

    /** Makes a host without faults. */
    public EmbeddedXen() {
        this(Faults.none());
    }

    /** @param faults the faults to inject */
    public EmbeddedXen(Faults faults) {
        this.machine = new Machine(store, faults);
    }

    /**
     * Offers this host's XenStore to the genuine xenstore-* tools and other clients, as domain 0.
     *
     * @param socket path of a UNIX socket; a stale one is replaced
     * @return the server, which ends when it or this host is closed
     * @throws IOException when the socket cannot be made
     */
    public StoreServer listen(Path socket) throws IOException {
        return StoreServer.listen(store, socket);
    }

    @Override
    public int ownDomain() {
        return Machine.OWN_DOMAIN;
    }

    @Override
    public XenStore store() {
        return machine.store();
    }

    @Override
    public GrantTable grants(int domain) {
        return machine.grants(domain);
    }

    @Override
    public EventChannels eventChannels() {
        return machine.eventChannels();
    }

    @Override
    public Optional<ForeignMemory> foreignMemory() {
        return Optional.of(machine.foreignMemory());
    }

    /**
     * Builds a domain.
     *
     * @throws IllegalArgumentException when a guest of that name runs, as libxl refuses it
     */
    @Override
    public Guest create(String name) {
        return machine.create(name);
    }

    /** Ends a domain; no effect when it does not exist. */
    @Override
    public void destroy(int domain) {
        machine.destroy(domain);
    }

    @Override
    public List<Guest> guests() {
        return machine.guests();
    }

    @Override
    public Runnable onCreate(Consumer<Guest> listener) {
        return machine.onCreate(listener);
    }

    /** @return resources in use, of all guests together */
    public Usage usage() {
        return machine.usage();
    }

    /**
     * @param domain a guest
     * @return that guest's resources in use; all 0 when it does not exist
     */
    public Usage usage(int domain) {
        return machine.usage(domain);
    }

    /** Drops every XenStore connection at once, as when the daemon crashes and restarts. */
    public void loseStore() {
        store.dropConnections();
    }

    /** Stops XenStore until {@link #startStore}. Nodes stay. */
    public void stopStore() {
        store.stop();
    }

    /** Starts XenStore again; connections are restored and their watches fire. */
    public void startStore() {
        store.start();
    }

    /** Ends all guests and XenStore. */
    @Override
    public void close() {
        machine.close();
        store.close();
    }
}
