// SPDX-License-Identifier: Apache-2.0
package org.xenbay.shell.internal.top;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.xenbay.api.device.DeviceId;
import org.xenbay.api.figure.Load;
import org.xenbay.api.management.DevicePhase;
import org.xenbay.api.management.DeviceView;
import org.xenbay.shell.internal.metrics.LoadSums;

/**
 * What one look has found of a device: numbers, and no more of its view.
 *
 * @param id which
 * @param guest its domain's name
 * @param phase what the core does with it
 * @param health how it is
 * @param events events of the guest since it connected
 * @param pages pages of the guest that are mapped
 * @param load sums of its figures by what they say of its load; without what its backend does not count
 */
record DeviceLook(
        DeviceId id,
        String guest,
        DevicePhase phase,
        DeviceView.Health health,
        long events,
        int pages,
        Map<Load, Long> load) {

    static DeviceLook of(DeviceView device) {
        return new DeviceLook(
                device.id(),
                device.domainName(),
                device.phase(),
                device.health(),
                device.events(),
                device.mappedPages(),
                LoadSums.of(device));
    }

    /** @return null when its backend does not count that */
    @Nullable
    Long load(Load which) {
        return load.get(which);
    }
}
