// SPDX-License-Identifier: Apache-2.0
package org.xenbay.api.management;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.osgi.annotation.versioning.ProviderType;
import org.xenbay.api.device.DeviceId;
import org.xenbay.api.figure.LatencyView;

/** The running core, for operators. A service. */
@ProviderType
public interface XenbusAdmin {

    /** @return the host */
    HostView host();

    /** @return memory that is kept for guests */
    default BudgetView memory() {
        return new BudgetView("bytes of memory", 0, 0, 0, 0, Map.of());
    }

    /** @return how long requests took, by the type of their devices; of types whose backends measure that */
    default Map<String, LatencyView> latencies() {
        return Map.of();
    }

    /** @return all devices, in the order of their ids */
    List<DeviceView> devices();

    /**
     * @param id a device
     * @return it, or empty when it is not known
     */
    Optional<DeviceView> device(DeviceId id);

    /** @return the last minutes of each device, also of devices that are gone, in the order of their ids */
    default List<HistoryView> histories() {
        return List.of();
    }

    /**
     * @param id a device, which may be gone
     * @return its last minutes; empty when none are kept
     */
    default Optional<HistoryView> history(DeviceId id) {
        return Optional.empty();
    }

    /**
     * @return how each device came through the last replacement of its backend's code: devices that are connected or parked,
     *     and devices that the new code could not take over
     */
    Map<DeviceId, HandoverView> handovers();

    /** @return how long a parked device waits for code that takes it over */
    Duration handoverTimeout();

    /** @return the device types that are served, in order */
    List<BackendView> backends();

    /**
     * @param id a device
     * @param level lines up to this level are logged: 0 error, 1 info, 2 and above debug
     * @throws IllegalArgumentException when there is no such device
     */
    void setDebugLevel(DeviceId id, int level);

    /** @param level the level of all present and all later devices */
    void setDebugLevel(int level);

    /**
     * Adds a device: writes the nodes that a toolstack writes, with their permissions.
     *
     * @param id the device; its type must be one that is served
     * @param options keys as in xl.cfg
     * @throws IllegalArgumentException when the device exists already, the domain does not exist, or an option is wrong
     */
    void attach(DeviceId id, Map<String, String> options);

    /**
     * Removes a device the way a toolstack does: online=0 and state Closing, waits for Closed, removes both directories.
     *
     * @param id the device
     * @param force whether to remove the directories also when the backend does not close in time
     * @return whether the backend closed it in time
     * @throws IllegalArgumentException when there is no such device
     * @throws IllegalStateException when the backend did not close it in time and {@code force} is not set
     */
    boolean detach(DeviceId id, boolean force);

    /**
     * @param listener called for every change of a device on the core's thread; must not block
     * @return ends the registration when run
     */
    Runnable onTransition(Consumer<DeviceEvent> listener);

    /**
     * A change of a device.
     *
     * @param id which
     * @param transition what changed
     */
    record DeviceEvent(DeviceId id, DeviceView.Transition transition) {}
}
