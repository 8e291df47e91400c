// SPDX-License-Identifier: Apache-2.0
package org.xenbay.testkit;

import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.xenbay.api.device.DeviceId;
import org.xenbay.api.device.XenDevOps;
import org.xenbay.api.device.XenbusState;
import org.xenbay.api.management.DeviceView;
import org.xenbay.api.management.XenbusAdmin;
import org.xenbay.api.store.StorePath;
import org.xenbay.core.admin.AdminService;
import org.xenbay.core.device.CallLimits;
import org.xenbay.core.device.Handovers;
import org.xenbay.core.registry.BackendTable;
import org.xenbay.core.registry.CoreRuntime;
import org.xenbay.core.registry.HostServices;
import org.xenbay.core.registry.Limits;
import org.xenbay.core.registry.Xenbus;
import org.xenbay.embedded.EmbeddedXen;
import org.xenbay.embedded.Faults;
import org.xenbay.embedded.Usage;
import org.xenbay.frontend.FrontendProbe;
import org.xenbay.frontend.FrontendThreads;
import org.xenbay.simulation.HostMemory;

/** A host in memory with the real core, an author's backend, and one guest at a time. Called on one thread. */
final class ContractHost implements AutoCloseable {

    /** States of a frontend that counts as Connected; a primary console's frontend has no state node. */
    private static final Set<XenbusState> SEEN = EnumSet.of(XenbusState.CONNECTED, XenbusState.UNKNOWN);

    /**
     * The usual limits, except the time for which a device is waited for when its backend leaves: a case holds the host on
     * purpose.
     */
    private static final Limits LIMITS = new Limits(
            Limits.DEFAULT.deviceThreads(),
            Limits.DEFAULT.hostThreads(),
            Limits.DEFAULT.hostQueue(),
            Limits.DEFAULT.closeTimeout(),
            Limits.DEFAULT.handoverTimeout(),
            Duration.ofMillis(300),
            0);

    private static final CallLimits CALLS =
            new CallLimits(CallLimits.DEFAULT.notice(), CallLimits.DEFAULT.giveUp(), Duration.ofSeconds(3), 16);

    private final BackendContract author;
    private final Calls calls = new Calls();
    private final Interference interference = new Interference();
    private final Leaks leaks = new Leaks();
    private final CallWatch watch = new CallWatch(calls);
    private final Faults faults = Faults.none();
    private final EmbeddedXen xen = new EmbeddedXen(faults);
    private final CoreRuntime runtime = new CoreRuntime(
            xen,
            new HostServices(Handovers.NONE, new HostMemory()),
            LIMITS,
            CALLS,
            CoreRuntime.memoryOf(CoreRuntime.DEFAULT_MEMORY_PERCENT));
    private final Xenbus xenbus = new Xenbus(runtime);
    private final XenbusAdmin admin = new AdminService(xenbus, runtime, "embedded");
    private final FrontendThreads threads = new FrontendThreads();
    private final Demands demands;
    private final GuestUses uses;
    private FrontendProbe probe = new FrontendProbe();
    private TappedGuest guest = new TappedGuest(xen.create("guest"));
    private @Nullable GuestClient client;
    private @Nullable XenDevOps serving;
    private long version;
    private boolean checksLeaks;

    /** @param author has the backend and the guest's driver */
    ContractHost(BackendContract author) {
        this.author = author;
        this.demands = new Demands(author, calls, this::describe);
        this.uses = new GuestUses(this::client, demands, this::describe);
    }

    XenbusAdmin admin() {
        return admin;
    }

    EmbeddedXen xen() {
        return xen;
    }

    Faults faults() {
        return faults;
    }

    Calls calls() {
        return calls;
    }

    Interference interference() {
        return interference;
    }

    TappedGuest guest() {
        return guest;
    }

    FrontendProbe probe() {
        return probe;
    }

    DeviceId id() {
        return author.device(guest.domain());
    }

    Demands demands() {
        return demands;
    }

    GuestUses uses() {
        return uses;
    }

    GuestClient client() {
        if (client == null) {
            client = author.client(guest, threads, probe);
        }
        return client;
    }

    /** Checks at the end that no additional thread runs, and no additional file is open. */
    ContractHost checkLeaksAtEnd() {
        checksLeaks = true;
        return this;
    }

    /** Another version of the backend serves. */
    ContractHost serve() {
        version++;
        XenDevOps next = author.newVersion();
        BackendTable.Entry entry = new BackendTable.Entry(
                new WatchedBackend(next, calls, interference), 0, version, "contract", "1", version);
        serving = next;
        xenbus.backendArrived(List.of(id().type()), entry);
        return this;
    }

    /** The backend's service leaves; its devices are parked. */
    void withdraw() {
        xenbus.backendLeft(List.of(id().type()), version);
        stop();
    }

    /** Another version replaces the one that serves. */
    void replace() {
        withdraw();
        serve();
    }

    private void stop() {
        if (serving != null) {
            author.stop(serving);
            serving = null;
        }
    }

    ContractHost attach() {
        admin.attach(id(), author.options());
        return this;
    }

    /** The toolstack makes the device while no backend serves it, as libxl does. */
    ContractHost attachUnserved() {
        XenDevOps template = author.newVersion();
        UnservedDevice.attach(xen.store(), id(), template.template(id(), author.options()));
        author.stop(template);
        return this;
    }

    ContractHost startDriver() {
        client().start();
        return this;
    }

    /** The usual beginning. */
    ContractHost connect() {
        serve().attach().startDriver();
        awaitConnected(Rule.SERVED_IN_ANY_ORDER);
        return this;
    }

    /** Also waits until the core has seen it, because the case's next action may prevent the core from seeing anything. */
    void awaitConnected(Rule rule) {
        demands.until(
                rule,
                "the device is not Connected",
                () -> last(probe.frontendStates()) == XenbusState.CONNECTED
                        && admin.device(id())
                                .filter(device -> device.backendState() == XenbusState.CONNECTED)
                                .filter(device -> SEEN.contains(device.frontendState()))
                                .isPresent());
    }

    XenbusState backendState() {
        return admin.device(id()).map(DeviceView::backendState).orElse(XenbusState.UNKNOWN);
    }

    static XenbusState last(List<XenbusState> states) {
        return states.isEmpty() ? XenbusState.UNKNOWN : states.get(states.size() - 1);
    }

    void awaitNothingHeld() {
        demands.until(Rule.LETS_GO, "the guest's pages or ports are still held", () -> {
            Usage usage = xen.usage();
            return usage.mappedPages() == 0 && usage.boundPorts() == 0;
        });
    }

    /** @param path below the guest's directory */
    void writeNode(String path, String value) {
        guest.store().write(guest.path().child(path), value);
    }

    void writeFrontendState(XenbusState state) {
        String path = xen.store()
                .read(id().backendPath(xen.ownDomain()).child("frontend"))
                .orElseThrow();
        xen.store().write(StorePath.of(path).child("state"), Integer.toString(state.number()));
    }

    /** The driver disappears without a state change, as in a crash of the guest's kernel; another one starts. */
    void crashDriver() {
        uses.end();
        GuestClient crashed = client();
        crashed.close();
        // A driver that has ended refuses requests at once. Until then the driver could react to the case's next
        // action.
        CompletableFuture<?> ended = crashed.unload().handle((unloaded, refused) -> true);
        demands.until(Rule.SERVED_ANEW, "the driver that crashes does not end", ended::isDone);
        client = null;
        probe = new FrontendProbe();
    }

    /** The guest is destroyed. */
    void destroyGuest() {
        uses.end();
        client().close();
        xen.destroy(guest.domain());
    }

    /** The guest is destroyed; another one starts. */
    void nextGuest() {
        destroyGuest();
        client = null;
        probe = new FrontendProbe();
        guest = new TappedGuest(xen.create("guest"));
    }

    /** Checks that the same code serves a guest that behaves. */
    void servesTheNext() {
        calls.during("after that");
        nextGuest();
        attach().startDriver();
        awaitConnected(Rule.SERVES_THE_NEXT);
        uses.once();
        calls.during("");
    }

    private boolean isOver() {
        XenbusState state = backendState();
        return state == XenbusState.CLOSING
                || state == XenbusState.CLOSED
                || xen.guests().stream().noneMatch(each -> each.domain() == guest.domain());
    }

    /** A program of the guest tries to use its device, which may fail. */
    void tryToUse() {
        uses.attempt(this::isOver);
    }

    /** @return the device in words, for the message of a failure */
    String describe() {
        String device = admin.device(id()).map(ContractHost::describe).orElse("there is no device " + id());
        return device + "; pages mapped: " + xen.usage().mappedPages() + ", ports bound: "
                + xen.usage().boundPorts() + "; the driver's states: " + probe.frontendStates();
    }

    private static String describe(DeviceView device) {
        String failure = device.failure().isEmpty() ? "" : ", " + device.failure();
        return device.id() + " is " + device.backendState() + ", " + device.explanation() + failure;
    }

    /** @throws ContractViolation if a resource is left, or a rule was broken */
    @Override
    public void close() {
        calls.during("");
        interference.releaseHost();
        uses.end();
        if (client != null) {
            client.close();
        }
        threads.close();
        xenbus.close();
        stop();
        try (xen;
                watch) {
            awaitNothingHeld();
        } finally {
            author.closeHost();
        }
        if (checksLeaks) {
            leaks.check(demands);
        }
    }
}
