// SPDX-License-Identifier: Apache-2.0
package org.xenbay.api.recording;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Timespan;

@Name("xenbay.SlowRequest")
@Label("Slow request")
@Description("A guest's request took longer than the backend's settings call slow")
@Category("Xenbay")
@StackTrace(false)
final class SlowRequestEvent extends Event {

    /** Tells whether events of this type are recorded. */
    static final SlowRequestEvent OFF = new SlowRequestEvent("", "", 0);

    @Label("Device")
    private final String device;

    @Label("Request")
    private final String request;

    @Label("Time")
    @Description("From its arrival to its answer")
    @Timespan
    private final long time;

    SlowRequestEvent(Object device, String request, long nanos) {
        this.device = String.valueOf(device);
        this.request = request;
        this.time = nanos;
    }
}
