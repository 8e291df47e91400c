// SPDX-License-Identifier: Apache-2.0
package org.xenbay.shell.internal.metrics;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.xenbay.api.device.DeviceId;
import org.xenbay.api.figure.LatencyView;
import org.xenbay.api.management.BackendView;
import org.xenbay.api.management.BudgetView;
import org.xenbay.api.management.DeviceView;
import org.xenbay.api.management.HandoverView;
import org.xenbay.api.management.HealthReport;
import org.xenbay.api.management.HostView;
import org.xenbay.shell.internal.process.ProcessView;

/**
 * Everything that is measured, at one moment.
 *
 * @param host the host
 * @param process this process
 * @param memory that is kept for guests
 * @param descriptors that guests hold; empty when no bundle opens the host's files
 * @param health what the checks have found
 * @param backends the device types that are served
 * @param latencies how long requests took, by the type of their devices
 * @param handovers how devices came through the last replacement of their backends
 * @param devices all devices
 */
public record Measured(
        HostView host,
        ProcessView process,
        BudgetView memory,
        Optional<BudgetView> descriptors,
        HealthReport health,
        List<BackendView> backends,
        Map<String, LatencyView> latencies,
        Map<DeviceId, HandoverView> handovers,
        List<DeviceView> devices) {}
