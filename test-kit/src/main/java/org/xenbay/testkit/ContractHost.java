// SPDX-License-Identifier: Apache-2.0
package org.xenbay.testkit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.xenbay.api.device.DeviceId;
import org.xenbay.api.device.XenDevOps;
import org.xenbay.api.device.XenbusState;
import org.xenbay.api.guest.Guest;
import org.xenbay.api.management.DeviceView;
import org.xenbay.api.management.XenbusAdmin;
import org.xenbay.core.admin.AdminService;
import org.xenbay.core.registry.BackendTable;
import org.xenbay.core.registry.CoreRuntime;
import org.xenbay.core.registry.Limits;
import org.xenbay.core.registry.Xenbus;
import org.xenbay.embedded.EmbeddedXen;
import org.xenbay.embedded.Usage;
import org.xenbay.frontend.FrontendProbe;
import org.xenbay.frontend.FrontendThreads;

/** A host in memory with the real core, an author's backend, and one guest. Called on one thread. */
final class ContractHost implements AutoCloseable {

    static final Duration TIMEOUT = Duration.ofMillis(Long.getLong("contract.timeout.millis", 20_000));

    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    private final BackendContract author;
    private final Calls calls = new Calls();
    private final EmbeddedXen xen = new EmbeddedXen();
    private final CoreRuntime runtime = new CoreRuntime(xen, Limits.DEFAULT);
    private final Xenbus xenbus = new Xenbus(runtime);
    private final XenbusAdmin admin = new AdminService(xenbus, runtime, "embedded");
    private final FrontendThreads threads = new FrontendThreads();
    private final List<Runnable> programs = new ArrayList<>();
    private FrontendProbe probe = new FrontendProbe();
    private Guest guest = xen.create("guest");
    private @Nullable GuestClient client;
    private @Nullable XenDevOps serving;
    private long version;

    /** @param author names the backend and the guest's half */
    ContractHost(BackendContract author) {
        this.author = author;
    }

    XenbusAdmin admin() {
        return admin;
    }

    EmbeddedXen xen() {
        return xen;
    }

    Guest guest() {
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

    /** Another version of the backend serves. */
    ContractHost serve() {
        version++;
        XenDevOps next = author.newVersion();
        BackendTable.Entry entry =
                new BackendTable.Entry(new WatchedBackend(next, calls), 0, version, "contract", "1", version);
        serving = next;
        xenbus.backendArrived(List.of(id().type()), entry);
        return this;
    }

    /** The backend's service goes; its devices are parked. */
    void withdraw() {
        xenbus.backendLeft(List.of(id().type()), version);
        stop();
    }

    /** Another version takes the place of the one that serves. */
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

    void awaitConnected(Rule rule) {
        until(
                rule,
                "the device is not Connected",
                () -> last(probe.frontendStates()) == XenbusState.CONNECTED
                        && admin.device(id())
                                .filter(device -> device.backendState() == XenbusState.CONNECTED)
                                .isPresent());
    }

    static XenbusState last(List<XenbusState> states) {
        return states.isEmpty() ? XenbusState.UNKNOWN : states.get(states.size() - 1);
    }

    void awaitNothingHeld() {
        until(Rule.LETS_GO, "still held", () -> {
            Usage usage = xen.usage();
            return usage.mappedPages() == 0 && usage.boundPorts() == 0;
        });
    }

    /** @throws ContractViolation this rule is broken, if that does not come true in time; another one that is broken by then */
    void until(Rule rule, String otherwise, BooleanSupplier condition) {
        long end = System.nanoTime() + TIMEOUT.toNanos();
        while (!condition.getAsBoolean()) {
            calls.check();
            if (System.nanoTime() - end > 0) {
                throw new ContractViolation(rule, otherwise + " within " + TIMEOUT + ": " + describe(), null);
            }
            LockSupport.parkNanos(LOOK_NANOS);
        }
        calls.check();
    }

    /** A program of the guest uses the device once. */
    void use() {
        CompletableFuture<Void> use = program(() -> client().use());
        until(Rule.WORKS, "the guest's program did not end", use::isDone);
        if (use.isCompletedExceptionally()) {
            Throwable failure = use.handle((done, thrown) -> thrown).join();
            throw new ContractViolation(Rule.WORKS, "it failed: " + failure + ": " + describe(), failure);
        }
    }

    private CompletableFuture<Void> program(GuestClient.Use work) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        Thread thread = new Thread(
                () -> {
                    try {
                        work.once();
                        done.complete(null);
                    } catch (Throwable failed) {
                        done.completeExceptionally(failed);
                    }
                },
                "guest-program");
        thread.setDaemon(true);
        thread.start();
        programs.add(thread::interrupt);
        return done;
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
        return device.id() + " is " + device.backendState() + ", " + device.explanation();
    }

    /** @throws ContractViolation if anything of the guest is still held, or a rule was broken meanwhile */
    @Override
    public void close() {
        programs.forEach(Runnable::run);
        if (client != null) {
            client.close();
        }
        threads.close();
        xenbus.close();
        stop();
        try {
            awaitNothingHeld();
        } finally {
            xen.close();
        }
    }
}
