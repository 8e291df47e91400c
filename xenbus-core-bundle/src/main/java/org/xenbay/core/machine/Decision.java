// SPDX-License-Identifier: Apache-2.0
package org.xenbay.core.machine;

import java.util.List;

/**
 * The result of an event.
 *
 * @param next the device's new model
 * @param actions the actions, in order
 */
public record Decision(Model next, List<Action> actions) {

    /** Copies the list. */
    public Decision {
        actions = List.copyOf(actions);
    }
}
