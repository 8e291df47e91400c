// SPDX-License-Identifier: Apache-2.0
package org.xenbay.shell.internal.top;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.xenbay.api.device.DeviceId;
import org.xenbay.api.figure.Load;
import org.xenbay.api.management.BudgetView;
import org.xenbay.api.management.DevicePhase;
import org.xenbay.api.management.DeviceView.Health;
import org.xenbay.api.management.HostView;
import org.xenbay.shell.internal.process.ProcessView;

/** Looks at a host, as tests want it. */
final class Looks {

    private static final long MIB = 1 << 20;

    private Looks() {}

    /** A look so many seconds after the first one, when the process had used so many milliseconds of processors. */
    static Look at(double seconds, long cpuMillis, DeviceLook... devices) {
        return new Look(
                (long) (seconds * TimeUnit.SECONDS.toNanos(1)),
                new HostView("embedded", 0, true, true, 2, devices.length, 0, 5, 3),
                new BudgetView("bytes of memory", 256 * MIB, 3 * MIB, 1, 2, Map.of(1, 2 * MIB)),
                new BudgetView("descriptors", 4096, 12, 1, 0, Map.of()),
                new ProcessView(
                        80 * MIB,
                        512 * MIB,
                        43,
                        7,
                        Duration.ofMillis(250),
                        Duration.ofMillis(cpuMillis),
                        null,
                        130 * MIB,
                        90L,
                        1024L),
                List.of(devices));
    }

    static DeviceLook device(String id, long events, Map<Load, Long> load) {
        return new DeviceLook(
                DeviceId.parse(id), "web" + id.charAt(0), DevicePhase.CONNECTED, Health.WELL, events, 2, load);
    }
}
