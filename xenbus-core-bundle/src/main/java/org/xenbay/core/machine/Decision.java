// SPDX-License-Identifier: Apache-2.0
package org.xenbay.core.machine;

import java.util.List;

/**
 * What follows from an event.
 *
 * @param next the device from now on
 * @param actions what is to be done, in order
 */
public record Decision(Model next, List<Action> actions) {

    /** Copies the list. */
    public Decision {
        actions = List.copyOf(actions);
    }
}
