// SPDX-License-Identifier: Apache-2.0
package org.xenbay.core.handover;

import java.time.Instant;
import java.util.Map;
import org.xenbay.api.device.DeviceId;

/**
 * A device's state between two runs.
 *
 * @param id the device
 * @param parkedAt since when nobody serves it
 * @param parameters what its frontend had published
 * @param version version of the state's form, the backend's own
 * @param state the handler's state
 * @param tokens tokens by which its open resources are taken, by their names
 */
record SavedDevice(
        DeviceId id,
        Instant parkedAt,
        Map<String, String> parameters,
        int version,
        byte[] state,
        Map<String, String> tokens) {}
