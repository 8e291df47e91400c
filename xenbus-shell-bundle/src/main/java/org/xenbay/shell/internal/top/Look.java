// SPDX-License-Identifier: Apache-2.0
package org.xenbay.shell.internal.top;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.xenbay.api.management.BudgetView;
import org.xenbay.api.management.DeviceView;
import org.xenbay.api.management.HostView;
import org.xenbay.shell.internal.process.ProcessView;

/**
 * The host at one moment.
 *
 * @param nanos when, by {@link System#nanoTime}
 * @param host the host
 * @param memory that is kept for guests
 * @param descriptors that guests hold; null when no bundle opens the host's files
 * @param process this process
 * @param devices all devices
 */
public record Look(
        long nanos,
        HostView host,
        BudgetView memory,
        @Nullable BudgetView descriptors,
        ProcessView process,
        List<DeviceLook> devices) {

    /**
     * @param nanos when, by {@link System#nanoTime}
     * @param host the host
     * @param memory that is kept for guests
     * @param descriptors that guests hold; null when no bundle opens the host's files
     * @param process this process
     * @param devices all devices; only their numbers are kept
     * @return the look
     */
    public static Look of(
            long nanos,
            HostView host,
            BudgetView memory,
            @Nullable BudgetView descriptors,
            ProcessView process,
            List<DeviceView> devices) {
        List<DeviceLook> looks = new ArrayList<>(devices.size());
        devices.forEach(device -> looks.add(DeviceLook.of(device)));
        return new Look(nanos, host, memory, descriptors, process, List.copyOf(looks));
    }
}
