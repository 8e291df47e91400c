// SPDX-License-Identifier: Apache-2.0
package org.xenbay.core;

import org.xenbay.api.device.DeviceContext;

/** Stands for a thread of a backend, outside the packages of the platform. */
public final class LateCaller {

    private final DeviceContext device;

    /** @param device of the handler that is closed */
    public LateCaller(DeviceContext device) {
        this.device = device;
    }

    /** Queues a task. */
    public void call() {
        device.execute(() -> {});
    }
}
