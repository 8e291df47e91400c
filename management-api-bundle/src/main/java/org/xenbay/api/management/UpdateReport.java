// SPDX-License-Identifier: Apache-2.0
package org.xenbay.api.management;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.xenbay.api.device.DeviceId;

/**
 * What an update has done.
 *
 * @param plan what was to be done
 * @param undone why the earlier version runs again; empty when the new one does
 * @param pauses how long each device was not served
 * @param lost why a device was not taken over, for those that were not
 */
public record UpdateReport(UpdatePlan plan, String undone, Map<DeviceId, Duration> pauses, Map<DeviceId, String> lost) {

    /** Copies its maps. */
    public UpdateReport {
        pauses = new TreeMap<>(pauses);
        lost = new TreeMap<>(lost);
    }
}
