// SPDX-License-Identifier: Apache-2.0
package org.xenbay.benchmark;

import java.util.List;
import org.xenbay.api.device.XenDevOps;
import org.xenbay.api.management.XenbusAdmin;
import org.xenbay.core.admin.AdminService;
import org.xenbay.core.device.CallLimits;
import org.xenbay.core.device.Handovers;
import org.xenbay.core.device.PersistentMemory;
import org.xenbay.core.registry.BackendTable;
import org.xenbay.core.registry.CoreRuntime;
import org.xenbay.core.registry.HostServices;
import org.xenbay.core.registry.Limits;
import org.xenbay.core.registry.Xenbus;
import org.xenbay.embedded.EmbeddedXen;

/** The core on the embedded Xen, without OSGi. */
final class CoreHost implements AutoCloseable {

    private final EmbeddedXen xen = new EmbeddedXen();
    private final Xenbus xenbus;
    private final XenbusAdmin admin;

    CoreHost(XenDevOps ops, String type) {
        this(ops, type, PersistentMemory.NONE);
    }

    /** @param persistentMemory memory of devices that outlasts this process */
    CoreHost(XenDevOps ops, String type, PersistentMemory persistentMemory) {
        CoreRuntime runtime = new CoreRuntime(
                xen,
                new HostServices(Handovers.NONE, persistentMemory),
                Limits.DEFAULT,
                CallLimits.DEFAULT,
                CoreRuntime.memoryOf(CoreRuntime.DEFAULT_MEMORY_PERCENT));
        xenbus = new Xenbus(runtime);
        admin = new AdminService(xenbus, runtime, "embedded");
        xenbus.backendArrived(List.of(type), new BackendTable.Entry(ops, 0, 1, "benchmark", "0", 0));
    }

    EmbeddedXen xen() {
        return xen;
    }

    XenbusAdmin admin() {
        return admin;
    }

    @Override
    public void close() {
        xenbus.close();
        xen.close();
    }
}
