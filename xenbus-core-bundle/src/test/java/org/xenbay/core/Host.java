// SPDX-License-Identifier: Apache-2.0
package org.xenbay.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;
import org.xenbay.api.device.DeviceId;
import org.xenbay.api.device.XenDevOps;
import org.xenbay.api.device.XenbusState;
import org.xenbay.api.guest.Guest;
import org.xenbay.api.host.Competitors;
import org.xenbay.api.management.XenbusAdmin;
import org.xenbay.api.store.StorePath;
import org.xenbay.api.store.XenStore;
import org.xenbay.api.store.XenStoreException;
import org.xenbay.api.xen.Xen;
import org.xenbay.core.admin.AdminService;
import org.xenbay.core.device.CallLimits;
import org.xenbay.core.device.Handovers;
import org.xenbay.core.device.Histories;
import org.xenbay.core.device.PersistentMemory;
import org.xenbay.core.registry.BackendTable;
import org.xenbay.core.registry.CoreRuntime;
import org.xenbay.core.registry.HostServices;
import org.xenbay.core.registry.Limits;
import org.xenbay.core.registry.StopPatience;
import org.xenbay.core.registry.Xenbus;
import org.xenbay.embedded.EmbeddedXen;
import org.xenbay.embedded.Faults;

/** A host with the embedded Xen and the core on it. */
final class Host implements AutoCloseable {

    /** Timeouts that do not end, however slow the host is: a test always looks before they are over. */
    static final Limits PATIENT = patientUnlessParking(Limits.DEFAULT.parkTimeout());

    /** For tests in which the time of a parked device runs out. */
    static final Limits SHORT_HANDOVER = limits(Duration.ofMinutes(1), Duration.ofMillis(500));

    /** For tests in which every timeout runs out. */
    static final Limits QUICK = limits(Duration.ofMillis(200), Duration.ofMillis(500));

    private static final Duration TIMEOUT = Duration.ofSeconds(20);
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

    private final EmbeddedXen xen;
    /** Wraps the hypervisor; the core uses the result in its place. */
    private final UnaryOperator<Xen> disguise;

    private final AtomicLong serviceIds = new AtomicLong();
    private volatile Competitors competitors;
    private CallLimits callLimits = CallLimits.DEFAULT;
    private StopPatience patience = StopPatience.CLOCK;
    private CoreRuntime runtime;
    private Xenbus xenbus;
    private XenbusAdmin admin;

    /** @param parkTimeout for which a slow host puts off a change of the code */
    static Limits patientUnlessParking(Duration parkTimeout) {
        return new Limits(4, 2, 64, Duration.ofMinutes(1), Duration.ofMinutes(1), parkTimeout, 0);
    }

    private static Limits limits(Duration close, Duration handover) {
        return new Limits(4, 2, 64, close, handover, Limits.DEFAULT.parkTimeout(), 0);
    }

    Host() {
        this(PATIENT, UnaryOperator.identity());
    }

    Host(Faults faults) {
        this(QUICK, faults, UnaryOperator.identity());
    }

    /** @param disguise makes of the hypervisor what the core uses in its place */
    Host(Limits limits, UnaryOperator<Xen> disguise) {
        this(limits, Faults.none(), disguise);
    }

    private Host(Limits limits, Faults faults, UnaryOperator<Xen> disguise) {
        this.xen = new EmbeddedXen(faults);
        this.disguise = disguise;
        start(limits);
    }

    /** Starts a core, as the first or after {@link #stopCore}. */
    void start(Limits limits) {
        start(limits, Handovers.NONE);
    }

    void start(Limits limits, Handovers handovers) {
        HostServices services = new HostServices(handovers, PersistentMemory.NONE, Histories.NONE, () -> competitors);
        runtime = new CoreRuntime(disguise.apply(xen), services, limits, callLimits, CoreRuntime.memoryOf(10));
        xenbus = new Xenbus(runtime, patience);
        admin = new AdminService(xenbus, runtime, "embedded");
    }

    /** With other limits, before anything is served. */
    void restart(Limits limits) {
        stopCore();
        start(limits);
    }

    /** With other limits for calls into backends, before anything is served. */
    void restart(Limits limits, CallLimits calls) {
        restart(limits, calls, StopPatience.CLOCK);
    }

    /** With other limits for calls into backends, and a test that decides how long a backend's stop waits. */
    void restart(Limits limits, CallLimits calls, StopPatience stop) {
        callLimits = calls;
        patience = stop;
        restart(limits);
    }

    /** Has the core check the calls under way as if this time had passed. */
    void lookAtCalls(Duration later) {
        xenbus.lookAtCalls(System.nanoTime() + later.toNanos());
    }

    /** @param known the service that names other programs from now on; null for none */
    void setCompetitors(Competitors known) {
        competitors = known;
    }

    void stopCore() {
        xenbus.close();
    }

    EmbeddedXen xen() {
        return xen;
    }

    XenStore store() {
        return xen.store();
    }

    XenbusAdmin admin() {
        return admin;
    }

    CoreRuntime runtime() {
        return runtime;
    }

    Xenbus xenbus() {
        return xenbus;
    }

    Guest guest(String name) {
        return xen.create(name);
    }

    /** XenStore may be on its way back. */
    Guest guestOnceStoreIsBack(String name) {
        Guest[] made = new Guest[1];
        await(() -> {
            try {
                made[0] = guest(name);
            } catch (XenStoreException away) {
                return false;
            }
            return true;
        });
        return made[0];
    }

    void destroy(Guest guest) {
        xen.destroy(guest.domain());
    }

    long add(XenDevOps ops, String... types) {
        return addRanked(0, ops, types);
    }

    long addRanked(int ranking, XenDevOps ops, String... types) {
        long id = serviceIds.incrementAndGet();
        bind(id, ranking, ops, types);
        return id;
    }

    private void bind(long id, int ranking, XenDevOps ops, String... types) {
        xenbus.backendArrived(List.of(types), new BackendTable.Entry(ops, ranking, id, "test", "1", 1));
    }

    /** Binds a service again that is bound, as Declarative Services do sometimes. */
    void addAgain(long serviceId, XenDevOps ops, String... types) {
        bind(serviceId, 0, ops, types);
    }

    void remove(long serviceId, String... types) {
        xenbus.backendLeft(List.of(types), serviceId);
    }

    void attach(DeviceId id) {
        admin.attach(id, Map.of());
    }

    /** Attaches a device that is served, and has its frontend publish a ring: the backend is Connected then. */
    ProbeFrontend connect(Guest guest, DeviceId id) {
        attach(id);
        awaitBackend(id, XenbusState.INIT_WAIT);
        ProbeFrontend frontend = new ProbeFrontend(guest, id).publish();
        awaitBackend(id, XenbusState.CONNECTED);
        return frontend;
    }

    /** The toolstack was first: the device is there before any backend of its type. */
    void attachByHand(DeviceId id) {
        StorePath backend = id.backendPath(0);
        StorePath frontend = StorePath.ofDomain(id.domain()).child("device/" + id.type() + "/" + id.device());
        store().transact(transaction -> {
            transaction.write(backend.child("frontend"), frontend.toString());
            transaction.write(backend.child("frontend-id"), Integer.toString(id.domain()));
            transaction.write(backend.child("online"), "1");
            transaction.write(backend.child("state"), "1");
            transaction.write(frontend.child("backend"), backend.toString());
            transaction.write(frontend.child("state"), "1");
            return null;
        });
    }

    void awaitBackend(DeviceId id, XenbusState state) {
        String number = Integer.toString(state.number());
        await(() -> store().read(id.backendPath(0).child("state"))
                .filter(number::equals)
                .isPresent());
    }

    /** Waits by means that a simulation can replace. */
    void await(BooleanSupplier condition) {
        long end = System.nanoTime() + TIMEOUT.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - end > 0) {
                throw new AssertionError("it did not come true within " + TIMEOUT);
            }
            LockSupport.parkNanos(LOOK_NANOS);
        }
    }

    void assertNothingHeld() {
        assertThat(runtime.counters().mappedPages()).as("mapped pages").isZero();
        assertThat(runtime.counters().boundPorts()).as("bound ports").isZero();
    }

    @Override
    public void close() {
        xenbus.close();
        xen.close();
    }
}
