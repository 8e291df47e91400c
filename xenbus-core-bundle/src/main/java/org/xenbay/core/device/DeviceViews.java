// SPDX-License-Identifier: Apache-2.0
package org.xenbay.core.device;

import java.util.List;
import org.xenbay.api.device.DeviceHandler.Handshake;
import org.xenbay.api.device.DeviceId;
import org.xenbay.api.device.XenbusState;
import org.xenbay.api.management.DevicePhase;
import org.xenbay.api.management.DeviceView;
import org.xenbay.api.store.StorePath;
import org.xenbay.core.machine.Model;

/** Makes the operators' view of a device. From any thread: everything read here is immutable or volatile. */
final class DeviceViews {

    private final DeviceId id;
    private final StorePath backendPath;
    private final Observer observer;
    private final DeviceFigures figures;
    private final FailureReport failure;

    DeviceViews(DeviceId id, StorePath backendPath, Observer observer, DeviceFigures figures, FailureReport failure) {
        this.id = id;
        this.backendPath = backendPath;
        this.observer = observer;
        this.figures = figures;
        this.failure = failure;
    }

    DeviceView view(Model now, int debugLevel, List<DeviceView.Transition> transitions, HandlerReport report) {
        XenbusState frontend = now.handshake() == Handshake.NONE
                ? XenbusState.UNKNOWN
                : now.seen().frontend();
        return new DeviceSnapshot(
                id,
                figures.domainName(),
                now.seen().backend(),
                frontend,
                now.seen().online(),
                DevicePhase.valueOf(now.phase().name()),
                report.explain(now.waiting()),
                failure.message(),
                figures.events(),
                figures.mappedPages(),
                figures.boundPorts(),
                debugLevel,
                backendPath.toString(),
                observer.frontendText(),
                report.details(),
                report.figures(),
                transitions);
    }
}
