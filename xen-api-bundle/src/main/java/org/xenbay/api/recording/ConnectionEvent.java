// SPDX-License-Identifier: Apache-2.0
package org.xenbay.api.recording;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

@Name("xenbay.Connection")
@Label("Connection of a device")
@Description("A backend was asked to serve the connection of a device, and answered")
@Category("Xenbay")
@StackTrace(false)
final class ConnectionEvent extends Event implements Span {

    /** Tells whether events of this type are recorded. */
    static final ConnectionEvent OFF = new ConnectionEvent("", "", "");

    private final transient Object deviceId;
    private final transient Object code;
    private final transient Object from;

    @Label("Device")
    private String device = "";

    @Label("Backend")
    private String backend = "";

    @Label("Origin")
    private String origin = "";

    @Label("Outcome")
    private String outcome = "";

    ConnectionEvent(Object deviceId, Object code, Object from) {
        this.deviceId = deviceId;
        this.code = code;
        this.from = from;
        begin();
    }

    @Override
    public void end(String how) {
        end();
        if (shouldCommit()) {
            device = String.valueOf(deviceId);
            backend = String.valueOf(code);
            origin = String.valueOf(from);
            outcome = how;
            commit();
        }
    }
}
