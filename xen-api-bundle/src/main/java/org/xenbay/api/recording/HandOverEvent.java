// SPDX-License-Identifier: Apache-2.0
package org.xenbay.api.recording;

import java.time.Duration;
import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Timespan;

@Name("xenbay.HandOver")
@Label("Hand-over of a device")
@Description("Another handler serves a connection that was parked")
@Category("Xenbay")
@StackTrace(false)
final class HandOverEvent extends Event {

    /** Tells whether events of this type are recorded. */
    static final HandOverEvent OFF = new HandOverEvent("", "", Duration.ZERO);

    @Label("Device")
    private final String device;

    @Label("Backend")
    private final String backend;

    @Label("Pause")
    @Description("How long the device was not served")
    @Timespan
    private final long pause;

    HandOverEvent(Object device, Object backend, Duration pause) {
        this.device = String.valueOf(device);
        this.backend = String.valueOf(backend);
        this.pause = pause.toNanos();
    }
}
