// SPDX-License-Identifier: Apache-2.0
package org.xenbay.core.device;

import java.util.List;
import java.util.Map;
import org.xenbay.api.device.DeviceId;
import org.xenbay.api.device.XenbusState;
import org.xenbay.api.figure.Figure;
import org.xenbay.api.management.DevicePhase;
import org.xenbay.api.management.DeviceView;

/** What is shown of a device; the components are those of {@link DeviceView}. Public for the scripts of the shell. */
public record DeviceSnapshot(
        DeviceId id,
        String domainName,
        XenbusState backendState,
        XenbusState frontendState,
        boolean online,
        DevicePhase phase,
        String explanation,
        String failure,
        long events,
        int mappedPages,
        int boundPorts,
        int debugLevel,
        String backendPath,
        String frontendPath,
        Map<String, String> details,
        Map<String, Figure> figures,
        List<Transition> transitions)
        implements DeviceView {}
