// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.vkbd;

import org.xenbay.api.input.InputEvent;

/** The input features that a guest accepted, and the state of its pointer and its fingers. Used under the guest's lock. */
record GuestInputState(AcceptedFeatures accepted, Pointer pointer, Contacts contacts) {

    /** No key or finger is down, and the pointer's position is unknown. */
    static GuestInputState of(AcceptedFeatures accepted) {
        return new GuestInputState(
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
