// SPDX-License-Identifier: Apache-2.0
package org.xenbay.core.device;

import java.util.Map;
import java.util.Optional;
import org.xenbay.api.management.DeviceView;
import org.xenbay.core.machine.Wait;

/**
 * What a device's handler reports, and what delays the handler.
 *
 * @param details what its handler tells, by name
 * @param trouble what is wrong although it is connected
 * @param held why it is not served, when a call does not return or a thread is missing
 */
record HandlerReport(Map<String, String> details, Optional<String> trouble, Optional<String> held) {

    /** @return the report with the reason why the device is not served */
    HandlerReport heldBy(Optional<String> what) {
        return new HandlerReport(details, trouble, what);
    }

    /** @return the explanation of the device's state: the handler's trouble counts when the core waits for nobody */
    String explain(Wait waiting) {
        if (held.isPresent()) {
            return DeviceView.STUCK + held.get();
        }
        return waiting.equals(Wait.NOTHING)
                ? trouble.map(what -> DeviceView.TROUBLED + what).orElse(waiting.toString())
                : waiting.toString();
    }
}
