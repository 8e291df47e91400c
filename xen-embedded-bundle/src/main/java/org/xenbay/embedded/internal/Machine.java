// SPDX-License-Identifier: Apache-2.0
package org.xenbay.embedded.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.xenbay.api.guest.Guest;
import org.xenbay.api.store.XenStore;
import org.xenbay.api.xen.EventChannels;
import org.xenbay.api.xen.ForeignMemory;
import org.xenbay.api.xen.GrantTable;
import org.xenbay.embedded.FaultStep;
import org.xenbay.embedded.Faults;
import org.xenbay.embedded.Usage;
import org.xenbay.xenstore.server.Store;

/** The hypervisor and the toolstack of one embedded host. */
public final class Machine {

    /** The domain the backends run in. */
    public static final int OWN_DOMAIN = 0;

    private final Store daemon;
    private final FaultGate faults;
    private final DomainTable domains = new DomainTable();
    private final ConcurrentMap<Integer, EmbeddedGuest> guests = new ConcurrentSkipListMap<>();
    private final List<Consumer<Guest>> listeners = new CopyOnWriteArrayList<>();
    private final EmbeddedEventChannels eventChannels;
    private final EmbeddedForeignMemory foreignMemory;
    private final XenStore store;
    private final XenStore toolstackStore;
    private final Toolstack toolstack;
    private final Object names = new Object();

    public Machine(Store daemon, Faults policy) {
        this.daemon = daemon;
        this.faults = new FaultGate(policy, this::destroy, daemon::dropConnections);
        this.eventChannels = new EmbeddedEventChannels(OWN_DOMAIN, domains, faults);
        this.foreignMemory = new EmbeddedForeignMemory(domains, faults);
        this.store = new FaultyStore(daemon.connect(OWN_DOMAIN), faults, FaultStep.STORE, OWN_DOMAIN);
        this.toolstackStore = daemon.connect(OWN_DOMAIN);
        this.toolstack = new Toolstack(toolstackStore);
        toolstack.prepareHost();
    }

    public XenStore store() {
        return store;
    }

    public GrantTable grants(int domain) {
        return new EmbeddedGrantTable(OWN_DOMAIN, domain, domains, faults);
    }

    public EventChannels eventChannels() {
        return eventChannels;
    }

    public ForeignMemory foreignMemory() {
        return foreignMemory;
    }

    public Guest create(String name) {
        EmbeddedGuest guest = add(name);
        boolean built = false;
        try {
            toolstack.writeDomain(guest.domain(), name);
            daemon.introduce(guest.domain());
            toolstack.writeConsole(guest);
            built = true;
        } finally {
            if (!built) {
                end(guest);
            }
        }
        listeners.forEach(listener -> listener.accept(guest));
        return guest;
    }

    public void destroy(int domain) {
        EmbeddedGuest guest = guests.get(domain);
        if (guest == null) {
            return;
        }
        guest.hypervisorSide().kill();
        guest.store().close();
        // Before the guest is removed: this throws when XenStore is down, and another attempt to destroy the guest
        // repeats it.
        toolstack.removeDomain(domain, guest.name());
        end(guest);
    }

    public List<Guest> guests() {
        return new ArrayList<>(guests.values());
    }

    public Runnable onCreate(Consumer<Guest> listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    public Usage usage() {
        Usage guestSide = domains.usage();
        return new Usage(
                guestSide.domains(),
                guestSide.grantedPages(),
                guestSide.mappedPages(),
                guestSide.guestPorts(),
                eventChannels.boundPorts());
    }

    public Usage usage(int domain) {
        return domains.usage(domain);
    }

    public void close() {
        for (EmbeddedGuest guest : guests.values()) {
            end(guest);
        }
        toolstackStore.close();
        store.close();
    }

    private EmbeddedGuest add(String name) {
        synchronized (names) {
            if (guests.values().stream().anyMatch(guest -> guest.name().equals(name))) {
                throw new IllegalArgumentException("there is a guest named " + name + " already");
            }
            Domain domain = domains.add(id -> new Domain(id, name, faults));
            XenStore own = new FaultyStore(daemon.connect(domain.id()), faults, FaultStep.GUEST_STORE, domain.id());
            EmbeddedGuest guest = new EmbeddedGuest(domain, own, faults);
            guests.put(domain.id(), guest);
            return guest;
        }
    }

    private void end(EmbeddedGuest guest) {
        guest.hypervisorSide().kill();
        if (guests.remove(guest.domain(), guest)) {
            guest.store().close();
            daemon.release(guest.domain());
            domains.bury(guest.hypervisorSide());
        }
    }
}
