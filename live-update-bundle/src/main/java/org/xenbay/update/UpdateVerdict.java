// SPDX-License-Identifier: Apache-2.0
package org.xenbay.update;

import java.time.Duration;
import java.util.Map;
import org.xenbay.api.device.DeviceId;

/**
 * Whether an update works, and what became of the devices of the bundle that was replaced.
 *
 * @param reason why the new version does not work; empty when it does
 * @param pauses how long each device that goes on was not served
 * @param lost why a device does not go on, for those that do not
 */
record UpdateVerdict(String reason, Map<DeviceId, Duration> pauses, Map<DeviceId, String> lost) {

    boolean isGood() {
        return reason.isEmpty();
    }
}
