// SPDX-License-Identifier: Apache-2.0
package org.xenbay.core.device;

import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import org.jspecify.annotations.Nullable;
import org.xenbay.api.budget.FairBudget;
import org.xenbay.api.host.Competitors;
import org.xenbay.api.management.XenbusAdmin.DeviceEvent;
import org.xenbay.api.xen.Xen;

/** What all devices share: the hypervisor, threads, budgets and limits. */
public interface CoreContext {

    /** @return the hypervisor */
    Xen xen();

    /** @return threads that devices' tasks run on */
    DeviceThreads deviceThreads();

    /** @return a device's own part of the threads for work that blocks */
    HostWork newHostWork();

    /** @return timers that wake devices, and run nothing else */
    ScheduledExecutorService timers();

    /** @return counts what devices map and bind of guests */
    Counters counters();

    /** @return the budget of memory that is kept for guests */
    FairBudget memory();

    /** @return how long a frontend has time to close a device */
    Duration closeTimeout();

    /** @return how long a parked device waits for a new backend */
    Duration handoverTimeout();

    /** @return debug level of a device that appears */
    int defaultDebugLevel();

    /**
     * @param type a device type
     * @return the code of the backend that serves it now, if one does
     */
    @Nullable
    BackendCode backendOf(String type);

    /** @return how long calls into backends' code may take */
    CallLimits callLimits();

    /** @return the service that knows other programs which serve devices, if there is one now */
    @Nullable
    Competitors competitors();

    /** @return what the core hands over from one run to the next */
    Handovers handovers();

    /** @return memory of devices that outlasts this process */
    PersistentMemory persistentMemory();

    /** @return the last minutes of all devices */
    Histories histories();

    /** @param event goes to all listeners of changes */
    void transition(DeviceEvent event);
}
