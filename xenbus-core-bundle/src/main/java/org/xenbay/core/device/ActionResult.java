// SPDX-License-Identifier: Apache-2.0
package org.xenbay.core.device;

import org.xenbay.core.machine.Event;

/** The outcome of one action. */
sealed interface ActionResult {

    /** The next action may run. */
    ActionResult DONE = Plain.DONE;

    /** The device was changed by another program or the toolstack: the remaining actions are void. */
    ActionResult OVERTAKEN = Plain.OVERTAKEN;

    /** Results that cause no event. */
    enum Plain implements ActionResult {
        DONE,
        OVERTAKEN
    }

    /**
     * The action causes an event.
     *
     * @param event is processed after the remaining actions
     */
    record Follows(Event event) implements ActionResult {}

    static ActionResult then(Event event) {
        return new Follows(event);
    }
}
