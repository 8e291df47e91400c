// SPDX-License-Identifier: Apache-2.0
package org.xenbay.web.socket;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.xenbay.api.management.DeviceView;
import org.xenbay.api.management.HostView;
import org.xenbay.api.management.XenbusAdmin;
import org.xenbay.web.host.DeviceViews;
import org.xenbay.web.host.Json;

/**
 * The devices of a moment, as all open pages are told of them.
 *
 * @param host figures of the host; empty while there is no core
 * @param devices by id, in their order
 */
record Snapshot(Map<String, Object> host, Map<String, Row> devices) {

    /** While there is no core. */
    static final Snapshot NONE = new Snapshot(Map.of(), Map.of());

    /**
     * A device.
     *
     * @param values as a page gets them
     * @param text the same as JSON
     */
    record Row(Map<String, Object> values, String text) {}

    /** Asks each device once, on its own thread: as rarely as pages can do with. */
    static Snapshot of(XenbusAdmin core) {
        List<DeviceView> devices = core.devices();
        Map<String, Row> rows = new LinkedHashMap<>();
        for (DeviceView device : devices) {
            Map<String, Object> values = DeviceViews.row(device);
            rows.put(device.id().toString(), new Row(values, Json.of(values)));
        }
        return new Snapshot(summary(core.host(), devices), rows);
    }

    private static Map<String, Object> summary(HostView host, List<DeviceView> devices) {
        long well = devices.stream()
                .filter(device -> device.health() == DeviceView.Health.WELL)
                .count();
        return Map.of(
                "hypervisor", host.hypervisor(),
                "storeConnected", host.storeConnected(),
                "devices", host.devices(),
                "connected", host.connected(),
                "well", well);
    }
}
