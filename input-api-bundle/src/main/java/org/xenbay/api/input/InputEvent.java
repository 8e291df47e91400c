// SPDX-License-Identifier: Apache-2.0
package org.xenbay.api.input;

/**
 * One thing that a keyboard, a pointer or a touch screen did. What happened at one moment is a list of them, a frame
 * (evdev: up to SYN_REPORT); within a frame the pointer moves before its buttons change.
 */
public sealed interface InputEvent {

    /**
     * A key or a button went down or up.
     *
     * @param code Linux's KEY_ or BTN_ number (include/uapi/linux/input-event-codes.h), 1 to 0x2FF
     * @param pressed whether it is down now; pressed again without a release in between is a repetition
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
     * The pointer was moved from where it was.
     *
     * @param dx to the right, in the device's own steps
     * @param dy down
     */
    record Motion(int dx, int dy) implements InputEvent {}

    /**
     * The wheel was turned.
     *
     * @param up notches away from the user, who scrolls up; negative towards the user
     */
    record Wheel(int up) implements InputEvent {}

    /**
     * The pointer is at a place.
     *
     * @param at where
     */
    record Position(Place at) implements InputEvent {}

    /**
     * A finger touched the screen.
     *
     * @param contact which finger, any number that its source keeps until it is lifted
     * @param at where
     */
    record TouchDown(int contact, Place at) implements InputEvent {}

    /**
     * A finger moved on the screen.
     *
     * @param contact which finger
     * @param at where to
     */
    record TouchMove(int contact, Place at) implements InputEvent {}

    /**
     * A finger was lifted.
     *
     * @param contact which finger
     */
    record TouchUp(int contact) implements InputEvent {}

    /**
     * How large a finger is.
     *
     * @param contact which finger
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
     * How a finger lies.
     *
     * @param contact which finger
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
