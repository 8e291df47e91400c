// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.console.flow;

import java.util.Map;
import java.util.Optional;
import org.xenbay.backend.console.handover.ParkedConsole;

/** A way that output leaves a console, and input comes. On the device's executor only. */
public interface Endpoint {

    /** There may be new output. */
    void deliver();

    /** The console ends: gives what can be given at once, and lets go of everything. */
    void end();

    /**
     * The console goes to a successor: stops without an end that anybody outside would notice.
     *
     * @param successor is given the place, and what stays open
     */
    void park(ParkedConsole.Builder successor);

    /** The host offers something it did not offer before. */
    default void hostChanged() {}

    /** @return what is wrong with it now, in words */
    default Optional<String> trouble() {
        return Optional.empty();
    }

    /**
     * Tells an operator of itself.
     *
     * @param details what is shown, by name
     */
    void describe(Map<String, String> details);
}
