// SPDX-License-Identifier: Apache-2.0
package org.xenbay.core.device;

import java.util.Map;
import org.xenbay.api.figure.Figure;
import org.xenbay.api.management.DeviceView;
import org.xenbay.core.machine.Wait;

/**
 * What a device's handler reports, and what delays the handler.
 *
 * @param details what its handler tells, by name
 * @param figures what its handler counts and measures, by name
 * @param trouble what is wrong although it is connected; empty when nothing is
 * @param held why it is not served, when a call does not return or a thread is missing; empty otherwise
 */
record HandlerReport(Map<String, String> details, Map<String, Figure> figures, String trouble, String held) {

    /** A report of a handler that nothing delays. */
    HandlerReport(Map<String, String> details, Map<String, Figure> figures, String trouble) {
        this(details, figures, trouble, "");
    }

    /** @return the report with the reason why the device is not served */
    HandlerReport heldBy(String what) {
        return new HandlerReport(details, figures, trouble, what);
    }

    /** @return the explanation of the device's state: the handler's trouble counts when the core waits for nobody */
    String explain(Wait waiting) {
        if (!held.isEmpty()) {
            return DeviceView.STUCK + held;
        }
        return waiting.equals(Wait.NOTHING) && !trouble.isEmpty() ? DeviceView.TROUBLED + trouble : waiting.toString();
    }
}
