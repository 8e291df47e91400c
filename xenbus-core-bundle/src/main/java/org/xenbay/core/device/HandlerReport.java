// SPDX-License-Identifier: Apache-2.0
package org.xenbay.core.device;

import java.util.Map;
import org.xenbay.api.figure.Figure;
import org.xenbay.api.management.DeviceView;
import org.xenbay.core.machine.Wait;

/**
 * A handler's report, and the reason for its delay.
 *
 * @param details the handler's details, by name
 * @param figures the handler's figures, by name
 * @param trouble what is wrong although the device is connected; empty if nothing
 * @param held why the device is not served: a call does not return, or a thread is missing; otherwise empty
 */
record HandlerReport(Map<String, String> details, Map<String, Figure> figures, String trouble, String held) {

    /** The report of a handler that is not delayed. */
    HandlerReport(Map<String, String> details, Map<String, Figure> figures, String trouble) {
        this(details, figures, trouble, "");
    }

    /** @return the report with the reason why the device is not served */
    HandlerReport heldBy(String what) {
        return new HandlerReport(details, figures, trouble, what);
    }

    /** @return the explanation of the device's state; it contains the handler's trouble when the core waits for neither side */
    String explain(Wait waiting) {
        if (!held.isEmpty()) {
            return DeviceView.STUCK + held;
        }
        return waiting.equals(Wait.NOTHING) && !trouble.isEmpty() ? DeviceView.TROUBLED + trouble : waiting.toString();
    }
}
