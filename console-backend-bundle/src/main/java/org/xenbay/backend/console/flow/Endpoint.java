// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.console.flow;

import java.util.Map;
import java.util.Optional;
import org.xenbay.backend.console.handover.ParkedConsole;

/** Takes output from a console, and may send input to it. On the device's executor only. */
public interface Endpoint {

    /** There may be new output. */
    void deliver();

    /** The console ends: delivers what can be delivered immediately, and closes. */
    void end();

    /**
     * The console is handed over: stops in such a way that programs at this endpoint notice nothing.
     *
     * @param successor receives the reader's place, and open resources
     */
    void park(ParkedConsole.Builder successor);

    /** The host offers a service that it did not offer before. */
    default void hostChanged() {}

    /** @return its present problem, in words */
    default Optional<String> trouble() {
        return Optional.empty();
    }

    /**
     * Describes itself to an operator.
     *
     * @param details receives its state, by name
     */
    void describe(Map<String, String> details);
}
