package org.xenbay.shell.internal.render;

import org.xenbay.api.device.DeviceId;
import org.xenbay.api.device.XenbusState;
import org.xenbay.api.management.DeviceView;

/**
 * Why a device is not Connected.
 *
 * @param id which
 * @param phase what the core does with it
 * @param backend the backend's state
 * @param frontend the frontend's state
 * @param explanation which side waits, for which node
 * @param failure the last failure, empty when there was none
 */
public record Explanation(
        DeviceId id, String phase, XenbusState backend, XenbusState frontend, String explanation, String failure) {

    /**
     * @param device a device
     * @return why it is as it is
     */
    public static Explanation of(DeviceView device) {
        return new Explanation(
                device.id(),
                device.phase(),
                device.backendState(),
                device.frontendState(),
                device.explanation(),
                device.failure());
    }
}
