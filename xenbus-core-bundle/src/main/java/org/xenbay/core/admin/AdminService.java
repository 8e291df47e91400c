// SPDX-License-Identifier: Apache-2.0
package org.xenbay.core.admin;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.xenbay.api.device.DeviceId;
import org.xenbay.api.figure.LatencyView;
import org.xenbay.api.management.BackendView;
import org.xenbay.api.management.BudgetView;
import org.xenbay.api.management.DeviceView;
import org.xenbay.api.management.HandoverView;
import org.xenbay.api.management.HistoryView;
import org.xenbay.api.management.HostView;
import org.xenbay.api.management.XenbusAdmin;
import org.xenbay.core.device.DeviceActor;
import org.xenbay.core.machine.Phase;
import org.xenbay.core.registry.BackendTable;
import org.xenbay.core.registry.CoreRuntime;
import org.xenbay.core.registry.Xenbus;

/** The running core as operators see it. */
public final class AdminService implements XenbusAdmin {

    /** A busy device is shown without its handler's details rather than not at all. */
    private static final long DETAILS_MILLIS = 500;

    private final Xenbus xenbus;
    private final CoreRuntime runtime;
    private final String hypervisor;
    private final Toolstack toolstack;
    private final Supplier<String> keeper;
    private final Supplier<String> confinement;

    /**
     * For a core that keeps nothing open for its next run.
     *
     * @param xenbus the bus
     * @param runtime its threads and limits
     * @param hypervisor native or embedded
     */
    public AdminService(Xenbus xenbus, CoreRuntime runtime, String hypervisor) {
        this(xenbus, runtime, hypervisor, () -> "none", () -> "not known");
    }

    /**
     * @param xenbus the bus
     * @param runtime its threads and limits
     * @param hypervisor native or embedded
     * @param keeper says which process keeps open files for the next run
     * @param confinement describes how threads that serve guests are confined on this host
     */
    public AdminService(
            Xenbus xenbus,
            CoreRuntime runtime,
            String hypervisor,
            Supplier<String> keeper,
            Supplier<String> confinement) {
        this.keeper = keeper;
        this.confinement = confinement;
        this.xenbus = xenbus;
        this.runtime = runtime;
        this.hypervisor = hypervisor;
        this.toolstack = new Toolstack(runtime.xen().store(), runtime.xen().ownDomain());
    }

    @Override
    public HostView host() {
        List<DeviceActor> devices = xenbus.registry().all();
        return new HostView(
                hypervisor,
                runtime.xen().ownDomain(),
                runtime.xen().store().isConnected(),
                runtime.xen().grants(runtime.xen().ownDomain()).canCopy(),
                xenbus.domains().size(),
                devices.size(),
                count(devices, Phase.CONNECTED),
                runtime.counters().mappedPages(),
                runtime.counters().boundPorts(),
                keeper.get(),
                confinement.get());
    }

    @Override
    public BudgetView memory() {
        return BudgetView.of(runtime.memory());
    }

    @Override
    public Map<String, LatencyView> latencies() {
        return runtime.counters().latencies();
    }

    private static int count(List<DeviceActor> devices, Phase phase) {
        return (int) devices.stream().filter(device -> device.phase() == phase).count();
    }

    @Override
    public List<DeviceView> devices() {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(DETAILS_MILLIS);
        List<DeviceActor> all = xenbus.registry().all();
        List<CompletableFuture<DeviceView>> views = all.stream()
                .map(device -> device.isStuck()
                        ? CompletableFuture.completedFuture(device.inspection().known())
                        : device.inspection().current())
                .toList();
        List<DeviceView> seen = new ArrayList<>();
        for (int i = 0; i < all.size(); i++) {
            seen.add(seen(all.get(i), views.get(i), end));
        }
        return seen;
    }

    @Override
    public Optional<DeviceView> device(DeviceId id) {
        return xenbus.registry().find(id).map(AdminService::detailed);
    }

    @Override
    public List<HistoryView> histories() {
        return runtime.histories().views();
    }

    @Override
    public Optional<HistoryView> history(DeviceId id) {
        return runtime.histories().view(id);
    }

    private static DeviceView detailed(DeviceActor device) {
        return device.isStuck()
                ? device.inspection().known()
                : seen(
                        device,
                        device.inspection().detailed(),
                        System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(DETAILS_MILLIS));
    }

    /** @param end end of the wait for a busy device, by {@link System#nanoTime} */
    private static DeviceView seen(DeviceActor device, CompletableFuture<DeviceView> view, long end) {
        try {
            return view.get(Math.max(1, end - System.nanoTime()), TimeUnit.NANOSECONDS);
        } catch (TimeoutException | ExecutionException busy) {
            return device.inspection().known();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return device.inspection().known();
        }
    }

    @Override
    public Map<DeviceId, HandoverView> handovers() {
        Map<DeviceId, HandoverView> views = new TreeMap<>();
        for (DeviceActor device : xenbus.registry().all()) {
            HandoverView view = device.inspection().handover();
            if (device.phase() == Phase.CONNECTED
                    || device.phase() == Phase.PARKED
                    || !view.refusal().isEmpty()) {
                views.put(device.id(), view);
            }
        }
        return views;
    }

    @Override
    public Duration handoverTimeout() {
        return runtime.handoverTimeout();
    }

    @Override
    public List<BackendView> backends() {
        List<BackendView> views = new ArrayList<>();
        List<DeviceActor> devices = xenbus.registry().all();
        xenbus.backends()
                .all()
                .forEach((type, entry) -> views.add(view(
                        type,
                        entry.bundle(),
                        entry.version(),
                        entry.bundleId(),
                        ofType(devices, type),
                        xenbus.backends().standingBy(type))));
        devices.stream()
                .map(device -> device.id().type())
                .distinct()
                .filter(type -> xenbus.backends().serving(type) == null)
                .forEach(type -> views.add(view(type, "(none)", "", -1, ofType(devices, type), List.of())));
        views.sort(Comparator.comparing(BackendView::type));
        return views;
    }

    private static List<DeviceActor> ofType(List<DeviceActor> devices, String type) {
        return devices.stream()
                .filter(device -> device.id().type().equals(type))
                .toList();
    }

    private static BackendView view(
            String type,
            String bundle,
            String version,
            long bundleId,
            List<DeviceActor> devices,
            List<String> standingBy) {
        return new BackendView(
                type,
                bundle,
                version,
                bundleId,
                devices.size(),
                count(devices, Phase.CONNECTED),
                count(devices, Phase.PARKED),
                standingBy);
    }

    @Override
    public void setDebugLevel(DeviceId id, int level) {
        xenbus.registry()
                .find(id)
                .orElseThrow(() -> new IllegalArgumentException("there is no device " + id))
                .setDebugLevel(level);
    }

    @Override
    public void setDebugLevel(int level) {
        runtime.setDebugLevel(level);
        xenbus.registry().all().forEach(device -> device.setDebugLevel(level));
    }

    @Override
    public void attach(DeviceId id, Map<String, String> options) {
        BackendTable.Entry entry = xenbus.backends().serving(id.type());
        if (entry == null) {
            throw new IllegalArgumentException("type " + id.type() + " is not served here; served are "
                    + xenbus.backends().all().keySet());
        }
        toolstack.attach(id, new TemplateCall(entry, runtime.callLimits().letGo()).of(id, options));
    }

    @Override
    public boolean detach(DeviceId id, boolean force) {
        return toolstack.detach(id, force);
    }

    @Override
    public Runnable onTransition(Consumer<DeviceEvent> listener) {
        return runtime.onTransition(listener);
    }
}
