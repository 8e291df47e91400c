// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.vkbd;

import org.xenbay.api.input.InputEvent;

/** What a guest takes, and what it has not been told of its pointer and its fingers yet. Used under the guest's lock. */
record Taking(AcceptedFeatures accepted, Pointer pointer, Contacts contacts) {

    /** Nothing is down, and the pointer's position is not known. */
    static Taking of(AcceptedFeatures accepted) {
        return new Taking(
                accepted, new Pointer(accepted.offered(), accepted.asked()), new Contacts(accepted.offered()));
    }

    void point(InputEvent event) {
        if (event instanceof InputEvent.Motion motion) {
            pointer.move(motion.dx(), motion.dy());
        } else if (event instanceof InputEvent.Position position) {
            pointer.place(position.at());
        } else if (event instanceof InputEvent.Wheel wheel) {
            pointer.turn(wheel.up());
        }
    }
}
