// SPDX-License-Identifier: Apache-2.0
package org.xenbay.core.device;

import java.util.Map;
import java.util.Optional;
import org.xenbay.api.management.DeviceView;
import org.xenbay.core.machine.Wait;

/**
 * What is known of a device beside its states.
 *
 * @param details what its handler tells, by name
 * @param trouble what is wrong although it is connected
 * @param held what keeps it from being served
 */
record HandlerReport(Map<String, String> details, Optional<String> trouble, Optional<String> held) {

    /** @return the same of a device that this holds up */
    HandlerReport heldBy(Optional<String> what) {
        return new HandlerReport(details, trouble, what);
    }

    /** @return why the device is where it is: the handler's trouble counts when nobody has to act for the core */
    String explain(Wait waiting) {
        if (held.isPresent()) {
            return DeviceView.STUCK + held.get();
        }
        return waiting.equals(Wait.NOTHING)
                ? trouble.map(what -> DeviceView.TROUBLED + what).orElse(waiting.toString())
                : waiting.toString();
    }
}
