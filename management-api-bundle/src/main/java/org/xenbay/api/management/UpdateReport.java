// SPDX-License-Identifier: Apache-2.0
package org.xenbay.api.management;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.xenbay.api.device.DeviceId;

/**
 * The outcome of an update.
 *
 * @param plan the plan
 * @param undone why the earlier version runs again; empty when the new one runs
 * @param pauses how long each device was not served
 * @param lost the devices that were not taken over, each with the reason
 */
public record UpdateReport(UpdatePlan plan, String undone, Map<DeviceId, Duration> pauses, Map<DeviceId, String> lost) {

    /** Copies its maps. */
    public UpdateReport {
        pauses = new TreeMap<>(pauses);
        lost = new TreeMap<>(lost);
    }
}
