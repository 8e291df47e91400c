// SPDX-License-Identifier: Apache-2.0
package org.xenbay.core.registry;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.xenbay.api.device.DeviceId;
import org.xenbay.api.store.StorePath;
import org.xenbay.api.store.Watch;
import org.xenbay.core.device.CloseAll;
import org.xenbay.core.device.DeviceActor;
import org.xenbay.core.machine.Event;

/**
 * The bus of one host: matches devices of all guests with backends, as both come and go. Knows neither OSGi nor any device
 * type.
 */
public final class Xenbus implements AutoCloseable {

    /** Longest time that a stop waits for slow hosts. It is shorter than an update's, because an operator waits for the stop. */
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(10);

    private static final Logger LOG = System.getLogger(Xenbus.class.getName());

    private final CoreRuntime runtime;
    private final DeviceRegistry registry = new DeviceRegistry();
    private final BackendTable backends;
    /** Ids of the services that are in the table, or are just being put into it. */
    private final Set<Long> services = ConcurrentHashMap.newKeySet();

    private final Worker worker = new Worker();
    private final Scanner scanner;
    private final Domains domains;
    private final Advertiser advertiser;
    private final Watch connection;
    private final StopPatience patience;
    private volatile boolean stopping;

    /** @param runtime threads, limits and the hypervisor */
    public Xenbus(CoreRuntime runtime) {
        this(runtime, StopPatience.CLOCK);
    }

    /**
     * @param runtime threads, limits and the hypervisor
     * @param patience waits for the devices of a backend that stops
     */
    public Xenbus(CoreRuntime runtime, StopPatience patience) {
        this.runtime = runtime;
        this.patience = patience;
        this.backends = runtime.backends();
        int ownDomain = runtime.xen().ownDomain();
        var store = runtime.xen().store();
        this.scanner =
                new Scanner(store, ownDomain, registry, id -> new DeviceActor(id, runtime, this::forgotten), worker);
        this.advertiser = new Advertiser(store, ownDomain);
        this.domains = new Domains(store, ownDomain, worker, this::domainCame, this::domainWent);
        this.connection = store.onConnectionChange(this::storeChanged);
        runtime.watch(this::lookAtCalls);
        advertiser.cleanUp();
        domains.start();
    }

    /** @return the devices that are known */
    public DeviceRegistry registry() {
        return registry;
    }

    /** @return which backend serves which type */
    public BackendTable backends() {
        return backends;
    }

    /** @return the guests that are known */
    public Set<Integer> domains() {
        return domains.known();
    }

    /**
     * A backend appears.
     *
     * @param types what it serves
     * @param entry the service
     */
    public void backendArrived(List<String> types, BackendTable.Entry entry) {
        if (!services.add(entry.serviceId())) {
            return; // Felix's Declarative Services bind a service twice if it arrives while they bind all present
            // services
            // them
        }
        if (backends.isReplaced(entry)) {
            LOG.log(Level.WARNING, entry.name() + " comes too late: other code has taken its place");
            return;
        }
        for (String type : types) {
            if (!isType(type)) {
                LOG.log(Level.ERROR, entry.bundle() + " names a device type that cannot be one: " + type);
                continue;
            }
            if (backends.displaces(type, entry)) {
                retire(type);
            }
            if (backends.add(type, entry)) {
                LOG.log(Level.INFO, "type " + type + " is served by " + entry.name());
                serve(type);
            } else {
                LOG.log(Level.INFO, "type " + type + " has in reserve " + String.join(", ", backends.standingBy(type)));
            }
        }
    }

    /**
     * Sets the preferred bundle of each type that several bundles serve. Devices of a type that changes its bundle are handed
     * over.
     *
     * @param bundles symbolic names, by type
     */
    public void prefer(Map<String, String> bundles) {
        List<String> moved = backends.movedBy(bundles);
        moved.forEach(this::retire);
        backends.prefer(bundles);
        for (String type : moved) {
            BackendTable.Entry serving = backends.serving(type);
            if (serving != null) { // it may have left while devices were handed over
                LOG.log(Level.INFO, "type " + type + " is served by " + serving.name() + ", which is preferred");
                serve(type);
            }
        }
    }

    private static boolean isType(String type) {
        return !type.isEmpty() && type.indexOf('/') < 0 && StorePath.isValid("/" + type) && type.length() <= 64;
    }

    private void serve(String type) {
        domains.known().forEach(domain -> advertiser.advertise(domain, List.of(type)));
        scanner.start(type);
        registry.ofType(type).forEach(device -> device.post(new Event.ServiceArrived()));
    }

    /**
     * A backend leaves. Returns when none of its handlers runs any more.
     *
     * @param types the types that it served or stood by for
     * @param serviceId the service
     */
    public void backendLeft(Collection<String> types, long serviceId) {
        for (String type : types) {
            BackendTable.Entry serving = backends.serving(type);
            if (serving != null && serving.serviceId() == serviceId && !stopping) {
                retire(type);
            }
            boolean served = backends.remove(type, serviceId);
            if (stopping || !served) {
                continue;
            }
            BackendTable.Entry next = backends.serving(type);
            if (next != null) {
                LOG.log(Level.INFO, "type " + type + " is served by " + next.name() + ", which stood by");
                serve(type);
            } else {
                LOG.log(Level.INFO, "type " + type + " is not served any more");
                domains.known().forEach(domain -> advertiser.withdraw(domain, List.of(type)));
            }
        }
        services.remove(serviceId);
        runtime.forgetCode(serviceId);
    }

    /** Parks or closes all devices of a type. New devices are not found until the type is served again. */
    private void retire(String type) {
        scanner.stop(type);
        worker.settle();
        new Quiescence(runtime.parkTimeout()).await(registry.ofType(type));
        new HandlerShutdown(registry.ofType(type), new Event.ServiceLeft(), patience)
                .awaitOrGiveUp(runtime.callLimits().letGo());
    }

    /**
     * Checks whether calls into backends' code return.
     *
     * @param now in nanoseconds
     */
    public void lookAtCalls(long now) {
        registry.all().forEach(device -> device.lookAtCalls(now));
    }

    /** A device's record has ended: looks its name up again. */
    private void forgotten(DeviceId id) {
        // Before its name is free: the scanner may find a device of the same name at once, which gets memory of its own
        // then.
        if (!stopping) {
            runtime.persistentMemory().remove(id);
            runtime.histories().ended(id);
        }
        registry.remove(id);
        if (!stopping) {
            scanner.check(id);
        }
    }

    private void domainCame(int domain) {
        advertiser.advertise(domain, backends.all().keySet());
    }

    private void domainWent(int domain) {
        registry.ofDomain(domain).forEach(device -> device.post(new Event.GuestGone()));
        advertiser.withdraw(domain, backends.all().keySet());
    }

    /**
     * Called on XenStore's thread. When XenStore is back, each watch fires once; the frontends' watches cause the observations.
     */
    private void storeChanged(boolean connected) {
        if (connected) {
            LOG.log(Level.INFO, "XenStore is back; all devices are looked at again");
            registry.all().forEach(device -> device.backendChanged(""));
            worker.run("advertise again", () -> domains.known().forEach(this::domainCame));
        } else {
            LOG.log(Level.WARNING, "XenStore is away; connected devices are served on");
        }
    }

    /** Stops serving. The connections' nodes stay unchanged in XenStore, and the next run adopts the connections. */
    @Override
    public void close() {
        stopping = true;
        new CloseAll()
                .then(connection::close)
                .then(domains::stop)
                .then(scanner::stopAll)
                .then(worker::settle)
                .then(this::awaitRest)
                .then(() -> new HandlerShutdown(registry.all(), new Event.CoreStops(), StopPatience.CLOCK)
                        .await(runtime.callLimits().letGo()))
                .then(this::withdrawAll)
                .then(worker::close)
                .then(runtime::close)
                .finish();
    }

    /** Waits while a slow host delays devices; they are served meanwhile. */
    private void awaitRest() {
        Duration timeout = runtime.parkTimeout();
        new Quiescence(timeout.compareTo(STOP_TIMEOUT) < 0 ? timeout : STOP_TIMEOUT).await(registry.all());
    }

    private void withdrawAll() {
        if (runtime.xen().store().isConnected()) {
            domains.known()
                    .forEach(
                            domain -> advertiser.withdraw(domain, backends.all().keySet()));
        }
    }
}
