// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.console.flow;

import java.util.Map;
import java.util.Optional;
import org.xenbay.backend.console.handover.ParkedConsole;

/** Takes output from a console and may give it input. On the device's executor only. */
public interface Endpoint {

    /** There may be new output. */
    void deliver();

    /** The console ends: delivers what can be delivered at once, and closes. */
    void end();

    /**
     * The console goes to a successor: stops such that programs at this endpoint notice nothing.
     *
     * @param successor gets the reader's place, and what stays open
     */
    void park(ParkedConsole.Builder successor);

    /** The host offers something it did not offer before. */
    default void hostChanged() {}

    /** @return what is wrong with it now, in words */
    default Optional<String> trouble() {
        return Optional.empty();
    }

    /**
     * Describes itself to an operator.
     *
     * @param details what is shown, by name
     */
    void describe(Map<String, String> details);
}
