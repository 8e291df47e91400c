package org.xenbay.core.device;

import java.util.Map;
import java.util.Optional;
import org.xenbay.core.machine.Wait;

/**
 * What a handler tells of its device.
 *
 * @param details by name
 * @param trouble what is wrong although it is connected
 */
record HandlerReport(Map<String, String> details, Optional<String> trouble) {

    static final HandlerReport NONE = new HandlerReport(Map.of(), Optional.empty());

    /** @return why the device is where it is: the handler's trouble counts when nobody has to act for the core */
    String explain(Wait waiting) {
        return waiting.equals(Wait.NOTHING)
                ? trouble.map(what -> "served, but " + what).orElse(waiting.toString())
                : waiting.toString();
    }
}
