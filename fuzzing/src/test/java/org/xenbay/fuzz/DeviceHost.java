// SPDX-License-Identifier: Apache-2.0
package org.xenbay.fuzz;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.xenbay.api.device.DeviceId;
import org.xenbay.api.device.XenDevOps;
import org.xenbay.api.device.XenbusState;
import org.xenbay.api.management.DeviceView;
import org.xenbay.api.management.XenbusAdmin;
import org.xenbay.core.admin.AdminService;
import org.xenbay.core.registry.BackendTable;
import org.xenbay.core.registry.CoreRuntime;
import org.xenbay.core.registry.Limits;
import org.xenbay.core.registry.Xenbus;
import org.xenbay.embedded.EmbeddedXen;

/** The embedded Xen, the core and one backend. */
final class DeviceHost implements AutoCloseable {

    static final Duration TIMEOUT = Duration.ofSeconds(20);
    private static final Limits LIMITS =
            new Limits(2, 2, 64, Duration.ofSeconds(5), Duration.ofSeconds(5), Duration.ofSeconds(20), 0);

    final EmbeddedXen xen = new EmbeddedXen();
    private final Xenbus xenbus;
    final XenbusAdmin admin;

    DeviceHost(XenDevOps backend, String... types) {
        CoreRuntime runtime = new CoreRuntime(xen, LIMITS);
        xenbus = new Xenbus(runtime);
        admin = new AdminService(xenbus, runtime, "embedded");
        xenbus.backendArrived(List.of(types), new BackendTable.Entry(backend, 0, 1, types[0], "1", 1));
    }

    void attach(DeviceId id, Map<String, String> options) {
        admin.attach(id, options);
    }

    XenbusState state(DeviceId id) {
        return admin.device(id).map(view -> view.backendState()).orElse(XenbusState.UNKNOWN);
    }

    void awaitConnected(DeviceId id) {
        await("is not Connected: " + id, () -> state(id) == XenbusState.CONNECTED);
    }

    /** @throws Finding when it does not become true; names the state of each device */
    void await(String failure, BooleanSupplier condition) {
        if (!within(TIMEOUT, condition)) {
            throw new Finding(failure + ": " + xen.usage() + ", "
                    + admin.devices().stream().map(DeviceHost::described).toList());
        }
    }

    private static String described(DeviceView device) {
        return device.id() + " " + device.frontendState() + " " + device.backendState() + ", " + device.phase() + ", "
                + device.mappedPages() + " pages, " + device.boundPorts() + " ports: " + device.explanation() + "; "
                + device.failure();
    }

    static boolean within(Duration time, BooleanSupplier condition) {
        long end = System.nanoTime() + time.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                return false;
            }
            LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(50));
        }
        return true;
    }

    @Override
    public void close() {
        xenbus.close();
        xen.close();
    }
}
