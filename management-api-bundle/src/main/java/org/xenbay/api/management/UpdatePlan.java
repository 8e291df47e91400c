// SPDX-License-Identifier: Apache-2.0
package org.xenbay.api.management;

import java.time.Duration;
import java.util.List;
import org.xenbay.api.device.DeviceId;

/**
 * What an update would do.
 *
 * @param bundle symbolic name
 * @param id of the bundle
 * @param from its version now
 * @param to version of the new jar
 * @param parked devices that are parked during the update
 * @param longest the longest time that a device stays parked; then it is closed as the protocol says
 * @param refreshed symbolic names of bundles that are stopped and started with it
 */
public record UpdatePlan(
        String bundle,
        long id,
        String from,
        String to,
        List<DeviceId> parked,
        Duration longest,
        List<String> refreshed) {

    /** Copies its lists. */
    public UpdatePlan {
        parked = List.copyOf(parked);
        refreshed = List.copyOf(refreshed);
    }
}
