// SPDX-License-Identifier: Apache-2.0
package org.xenbay.api.input;

/**
 * One event of a keyboard, a pointer or a touch screen. A list of the events of one moment is a frame (evdev: up to
 * SYN_REPORT). Within a frame the pointer moves before its buttons change.
 */
public sealed interface InputEvent {

    /**
     * A key or a button went down or up.
     *
     * @param code Linux's KEY_ or BTN_ number (include/uapi/linux/input-event-codes.h), 1 to 0x2FF
     * @param pressed whether it is down now; a second press without a release is a repetition
     */
    record Key(int code, boolean pressed) implements InputEvent {
        /** Checks the code. */
        public Key {
            if (code < 1 || code > KeyNames.MAX_CODE) {
                throw new IllegalArgumentException("no key has the code " + code);
            }
        }
    }

    /**
     * The pointer was moved by a distance.
     *
     * @param dx to the right, in the device's own steps
     * @param dy down
     */
    record Motion(int dx, int dy) implements InputEvent {}

    /**
     * The wheel was turned.
     *
     * @param up notches away from the user (scrolls up); negative towards the user
     */
    record Wheel(int up) implements InputEvent {}

    /**
     * The pointer is at an absolute position.
     *
     * @param at the position
     */
    record Position(Place at) implements InputEvent {}

    /**
     * A finger touched the screen.
     *
     * @param contact the finger's number, chosen by the source and valid until the finger is lifted
     * @param at its position
     */
    record TouchDown(int contact, Place at) implements InputEvent {}

    /**
     * A finger moved on the screen.
     *
     * @param contact the finger's number
     * @param at its new position
     */
    record TouchMove(int contact, Place at) implements InputEvent {}

    /**
     * A finger was lifted.
     *
     * @param contact the finger's number
     */
    record TouchUp(int contact) implements InputEvent {}

    /**
     * How large a finger is.
     *
     * @param contact the finger's number
     * @param major length of the ellipse's longer axis, in the guest's pixels, 0 or more
     * @param minor length of the shorter one
     */
    record TouchShape(int contact, int major, int minor) implements InputEvent {
        /** Checks the lengths. */
        public TouchShape {
            if (major < 0 || minor < 0) {
                throw new IllegalArgumentException("a finger is not " + major + " by " + minor);
            }
        }
    }

    /**
     * How a finger's ellipse is turned.
     *
     * @param contact the finger's number
     * @param degrees clockwise angle between the ellipse's longer axis and the Y axis, -180 to 180
     */
    record TouchOrientation(int contact, int degrees) implements InputEvent {
        /** Checks the angle. */
        public TouchOrientation {
            if (degrees < -180 || degrees > 180) {
                throw new IllegalArgumentException("no orientation: " + degrees + " degrees");
            }
        }
    }
}
