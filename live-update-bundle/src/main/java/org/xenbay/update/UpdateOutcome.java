// SPDX-License-Identifier: Apache-2.0
package org.xenbay.update;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.xenbay.api.device.DeviceId;

/**
 * The outcome of an update: whether the new version works, and what happened to the devices.
 *
 * @param reason why the new version does not work; empty when it works
 * @param pauses how long each device that was handed over was not served
 * @param lost the devices that were not handed over, each with the reason
 */
record UpdateOutcome(Optional<String> reason, Map<DeviceId, Duration> pauses, Map<DeviceId, String> lost) {

    boolean isGood() {
        return reason.isEmpty();
    }
}
