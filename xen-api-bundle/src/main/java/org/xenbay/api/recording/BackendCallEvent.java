// SPDX-License-Identifier: Apache-2.0
package org.xenbay.api.recording;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Threshold;

@Name("xenbay.BackendCall")
@Label("Slow call of a backend")
@Description("A call of a backend's code, such as a guest's event, took long")
@Category("Xenbay")
@Threshold("20 ms")
@StackTrace(false)
final class BackendCallEvent extends Event implements Span {

    /** Tells whether events of this type are recorded. */
    static final BackendCallEvent OFF = new BackendCallEvent("", "");

    private final transient Object deviceId;

    @Label("Device")
    private String device = "";

    @Label("Method")
    private final String method;

    @Label("Outcome")
    private String outcome = "";

    BackendCallEvent(Object deviceId, String method) {
        this.deviceId = deviceId;
        this.method = method;
        begin();
    }

    @Override
    public void end(String how) {
        end();
        if (shouldCommit()) {
            device = String.valueOf(deviceId);
            outcome = how;
            commit();
        }
    }
}
