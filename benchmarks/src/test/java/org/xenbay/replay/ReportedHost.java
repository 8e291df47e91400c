// SPDX-License-Identifier: Apache-2.0
package org.xenbay.replay;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.UnaryOperator;
import org.xenbay.api.device.DeviceId;
import org.xenbay.api.device.XenbusState;
import org.xenbay.api.guest.Guest;
import org.xenbay.api.management.DeviceView;
import org.xenbay.api.management.XenbusAdmin;
import org.xenbay.backend.console.ConsoleBackend;
import org.xenbay.core.admin.AdminService;
import org.xenbay.core.device.CallLimits;
import org.xenbay.core.device.Handovers;
import org.xenbay.core.device.PersistentMemory;
import org.xenbay.core.history.HistoryFile;
import org.xenbay.core.registry.BackendTable;
import org.xenbay.core.registry.CoreRuntime;
import org.xenbay.core.registry.HostServices;
import org.xenbay.core.registry.Limits;
import org.xenbay.core.registry.Xenbus;
import org.xenbay.embedded.EmbeddedXen;
import org.xenbay.shell.internal.command.DeviceReport;
import org.xenbay.shell.internal.report.ReportArchive;

/** A host with a console, of which a report is made; the test is the guest's driver. */
final class ReportedHost implements AutoCloseable {

    /** Of a guest that is not the first one. */
    static final DeviceId ID = new DeviceId(2, "console", 1);

    /** For a test that hangs. */
    private static final Duration BOUND = Duration.ofMinutes(1);

    /** The test's driver closes when it does, however slow the machine is. */
    private static final Limits PATIENT = new Limits(
            Limits.DEFAULT.deviceThreads(),
            Limits.DEFAULT.hostThreads(),
            Limits.DEFAULT.hostQueue(),
            Duration.ofMinutes(10),
            Limits.DEFAULT.handoverTimeout(),
            Limits.DEFAULT.parkTimeout(),
            0);

    private final EmbeddedXen xen = new EmbeddedXen();
    private final ConsoleBackend backend = new ConsoleBackend(Map.of());
    private final Guest guest;
    private final Xenbus xenbus;
    private final XenbusAdmin admin;

    /** @param run for the histories */
    ReportedHost(Path run) {
        xen.create("another");
        guest = xen.create("web");
        backend.setTerminals(new SilentTerminals());
        CoreRuntime runtime = new CoreRuntime(
                xen,
                new HostServices(Handovers.NONE, PersistentMemory.NONE, new HistoryFile(run, 1), () -> null),
                PATIENT,
                CallLimits.DEFAULT,
                CoreRuntime.memoryOf(CoreRuntime.DEFAULT_MEMORY_PERCENT));
        xenbus = new Xenbus(runtime);
        admin = new AdminService(xenbus, runtime, "embedded");
        xenbus.backendArrived(List.of("console"), new BackendTable.Entry(backend, 0, 1, "reported", "0", 0));
        admin.attach(ID, Map.of());
        await(XenbusState.INIT_WAIT, XenbusState.INITIALISING);
    }

    /** The driver offers its ring, with this text for its port. */
    void publish(String port) {
        int reference = guest.grant(0, 1, true).references()[0];
        write("ring-ref", Integer.toString(reference));
        write("port", port);
        write("state", Integer.toString(XenbusState.INITIALISED.number()));
    }

    /** @return a port of the guest */
    String port() {
        return Integer.toString(guest.allocatePort(0, () -> {}).number());
    }

    void state(XenbusState state) {
        write("state", Integer.toString(state.number()));
    }

    private void write(String node, String value) {
        guest.store().write(guest.path().child("device/console/1").child(node), value);
    }

    void await(XenbusState backendState, XenbusState frontendState) {
        long end = System.nanoTime() + BOUND.toNanos();
        while (admin.device(ID)
                .filter(device -> device.backendState() == backendState && device.frontendState() == frontendState)
                .isEmpty()) {
            if (System.nanoTime() - end > 0) {
                throw new AssertionError("not " + backendState + ", " + frontendState + ": " + admin.device(ID));
            }
            LockSupport.parkNanos(1_000_000);
        }
    }

    DeviceView device() {
        return admin.device(ID).orElseThrow();
    }

    /** Makes the parts of a report that are about devices. */
    void report(Path file, UnaryOperator<String> ofTimeline) throws IOException, InterruptedException {
        DeviceReport devices = new DeviceReport(() -> admin, xen::store, id -> List.of());
        try (OutputStream out = Files.newOutputStream(file)) {
            ReportArchive archive = new ReportArchive(out, BOUND, task -> new Thread(task, "part"));
            archive.add("devices.json", devices::views);
            archive.add("timeline.json", () -> ofTimeline.apply(devices.timelinesAsJson()));
            archive.add("xenstore.json", devices::nodesAsJson);
            archive.finish();
        }
    }

    @Override
    public void close() {
        xenbus.close();
        backend.deactivate();
        xen.close();
    }
}
