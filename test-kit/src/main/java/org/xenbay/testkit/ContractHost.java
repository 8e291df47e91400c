// SPDX-License-Identifier: Apache-2.0
package org.xenbay.testkit;

import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
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
import org.xenbay.simulation.Waiting;

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

    private static final int VERDICT_LOOKS = 500;
    private static final long VERDICT_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

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
    private final GuestPrograms programs = new GuestPrograms();
    private FrontendProbe probe = new FrontendProbe();
    private TappedGuest guest = new TappedGuest(xen.create("guest"));
    private @Nullable GuestClient client;
    private @Nullable XenDevOps serving;
    private long version;
    private boolean checksLeaks;

    /** @param author has the backend and the guest's driver */
    ContractHost(BackendContract author) {
        this.author = author;
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
        until(
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
        until(Rule.LETS_GO, "the guest's pages or ports are still held", () -> {
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
        programs.end();
        GuestClient crashed = client();
        crashed.close();
        // A driver that has ended refuses requests at once. Until then the driver could react to the case's next
        // action.
        CompletableFuture<?> ended = crashed.unload().handle((unloaded, refused) -> true);
        until(Rule.SERVED_ANEW, "the driver that crashes does not end", ended::isDone);
        client = null;
        probe = new FrontendProbe();
    }

    /** The guest is destroyed. */
    void destroyGuest() {
        programs.end();
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
        use();
        calls.during("");
    }

    /**
     * @throws ContractViolation with this rule, if the condition does not become true in time; or with a rule that was broken
     *     by then
     */
    void until(Rule rule, String otherwise, BooleanSupplier condition) {
        eventually(rule, () -> otherwise + " after " + author.timeout().toMillis() + " ms: " + describe(), condition);
    }

    private void eventually(Rule rule, Supplier<String> otherwise, BooleanSupplier condition) {
        try {
            Waiting.until(rule.isAboutLeaks() ? author.leakTimeout() : author.timeout(), () -> {
                calls.check();
                return condition.getAsBoolean();
            });
        } catch (ContractViolation earlier) {
            throw earlier;
        } catch (AssertionError late) {
            awaitVerdict();
            fails(rule, otherwise.get(), null);
        }
        calls.check();
    }

    /** Waits for the watch's verdict, because a call that is still under way may be the reason. */
    private void awaitVerdict() {
        for (int i = 0; i < VERDICT_LOOKS && !calls.underWay().isEmpty(); i++) {
            calls.check();
            LockSupport.parkNanos(VERDICT_NANOS);
        }
    }

    /** @throws ContractViolation always */
    void fails(Rule rule, String seen, @Nullable Throwable cause) {
        calls.broken(rule, seen, cause);
        calls.check();
    }

    /** A program of the guest uses the device once. */
    void use() {
        CompletableFuture<Void> use = programs.once(client());
        until(Rule.WORKS, "the guest's program did not end", use::isDone);
        Throwable failure = use.handle((done, thrown) -> thrown).join();
        if (failure != null) {
            fails(Rule.WORKS, "the guest's program has failed: " + failure + ": " + describe(), failure);
        }
    }

    /** A program of the guest starts to use its device, and may wait for the host. */
    void beginUse() {
        programs.once(client());
    }

    /** A program of the guest tries to use its device, which may fail. */
    void tryToUse() {
        boolean[] over = new boolean[1];
        CompletableFuture<Void> use = programs.once(client());
        until(Rule.SERVED_IN_ANY_ORDER, "it neither connects nor closes", () -> over[0] |= isOver(use));
    }

    private boolean isOver(CompletableFuture<Void> use) {
        XenbusState state = backendState();
        return use.isDone()
                || state == XenbusState.CLOSING
                || state == XenbusState.CLOSED
                || xen.guests().stream().noneMatch(each -> each.domain() == guest.domain());
    }

    /** @return a program of the guest that uses the device continuously */
    GuestPrograms.Busy useOnAndOn() {
        GuestPrograms.Busy busy = programs.onAndOn(client());
        awaitUses(busy, 1);
        return busy;
    }

    /** Waits until the busy program has used the device that many more times. */
    void awaitUses(GuestPrograms.Busy busy, int more) {
        int from = busy.uses();
        until(Rule.WORKS, "the guest's program does not go on", () -> busy.failed() || busy.uses() >= from + more);
        Throwable failure = busy.failure();
        if (failure != null) {
            fails(Rule.WORKS, "the guest's program has failed: " + failure + ": " + describe(), failure);
        }
    }

    void await(Rule rule, String otherwise, CompletableFuture<?> done) {
        until(rule, otherwise, done::isDone);
        done.join();
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
        programs.end();
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
            checkLeaks();
        }
    }

    private void checkLeaks() {
        eventually(
                Rule.ENDS_ITS_THREADS,
                () -> "threads left: " + leaks.threads(),
                () -> leaks.threads().isEmpty());
        eventually(
                Rule.CLOSES_ITS_FILES,
                () -> "still open: " + leaks.openFiles(),
                () -> leaks.openFiles().isEmpty());
    }
}
