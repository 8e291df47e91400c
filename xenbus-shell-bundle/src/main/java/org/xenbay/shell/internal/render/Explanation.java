// SPDX-License-Identifier: Apache-2.0
package org.xenbay.shell.internal.render;

import java.util.List;
import org.xenbay.api.device.DeviceId;
import org.xenbay.api.device.XenbusState;
import org.xenbay.api.management.DevicePhase;
import org.xenbay.api.management.DeviceView;

/**
 * Why a device is not Connected.
 *
 * @param id the device
 * @param phase what the core does with it
 * @param backend the backend's state
 * @param frontend the frontend's state
 * @param explanation which side waits, for which node
 * @param failure the last failure, empty when there was none
 * @param notes configured values that concern it and are not in force
 */
public record Explanation(
        DeviceId id,
        DevicePhase phase,
        XenbusState backend,
        XenbusState frontend,
        String explanation,
        String failure,
        List<String> notes) {

    /**
     * @param device a device
     * @param notes configured values that concern it and are not in force
     * @return the explanation
     */
    public static Explanation of(DeviceView device, List<String> notes) {
        return new Explanation(
                device.id(),
                device.phase(),
                device.backendState(),
                device.frontendState(),
                device.explanation(),
                device.failure(),
                notes);
    }
}
