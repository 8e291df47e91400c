// SPDX-License-Identifier: Apache-2.0
package org.xenbay.shell.internal.metrics;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.xenbay.api.device.DeviceId;
import org.xenbay.api.figure.Latencies;
import org.xenbay.api.figure.LatencyView;
import org.xenbay.api.management.BackendView;
import org.xenbay.api.management.BudgetView;
import org.xenbay.api.management.DeviceView;
import org.xenbay.api.management.HandoverView;
import org.xenbay.api.management.HealthReport;
import org.xenbay.api.management.HealthReport.Finding;
import org.xenbay.api.management.HealthReport.Severity;
import org.xenbay.api.management.HostView;
import org.xenbay.shell.internal.process.ProcessView;

/** What is measured of a host that is not there. */
final class Samples {

    private Samples() {}

    private static LatencyView latencies() {
        Latencies latencies = new Latencies();
        latencies.add(5_000);
        latencies.add(3_000_000);
        latencies.add(60_000_000_000L);
        return latencies.view();
    }

    /** With what a host may not tell. */
    static Measured complete(DeviceView... devices) {
        return of(Instant.EPOCH, 1024L, devices);
    }

    static Measured of(DeviceView... devices) {
        return of((Instant) null, null, devices);
    }

    private static Measured of(@Nullable Instant started, @Nullable Long maxDescriptors, DeviceView... devices) {
        return new Measured(
                new HostView("embedded", 0, true, true, 2, devices.length, 0, 5, 3),
                new ProcessView(
                        80_000_000,
                        512_000_000,
                        43,
                        7,
                        Duration.ofMillis(250),
                        Duration.ofMillis(12_500),
                        started,
                        130_000_000L,
                        90L,
                        maxDescriptors),
                new BudgetView("bytes of memory", 1000, 400, 1, 2, new TreeMap<>(Map.of(1, 300L, -1, 100L))),
                Optional.of(new BudgetView("descriptors", 4096, 12, 1, 0, Map.of(1, 12L))),
                HealthReport.of(List.of(
                        new Finding("keeper", Severity.WARNING, "none"), new Finding("xenstore", Severity.OK, "well"))),
                List.of(new BackendView("echo", "org.example.echo", "1.2.0", 7, 1, 1, 0)),
                Map.of("9pfs", latencies()),
                Map.of(
                        DeviceId.parse("1/echo/0"),
                        new HandoverView(Duration.ofNanos(1_500_000), ""),
                        DeviceId.parse("2/echo/0"),
                        new HandoverView(Duration.ZERO, "")),
                List.of(devices));
    }
}
