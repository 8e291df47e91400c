// SPDX-License-Identifier: Apache-2.0
package org.xenbay.core.handover;

import java.time.Instant;
import java.util.Map;
import org.xenbay.api.device.DeviceId;

/**
 * A device's state between two runs.
 *
 * @param id the device
 * @param parkedAt since when it is not served
 * @param parameters its frontend's parameters
 * @param version version of the state's format, chosen by the backend
 * @param state the handler's state
 * @param tokens tokens of its open resources, by the resources' names
 */
record SavedDevice(
        DeviceId id,
        Instant parkedAt,
        Map<String, String> parameters,
        int version,
        byte[] state,
        Map<String, String> tokens) {}
