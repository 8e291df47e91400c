// SPDX-License-Identifier: Apache-2.0
package org.xenbay.frontend;

import org.xenbay.api.input.KeyNames;

/**
 * An event that a keyboard's backend sent (xen/include/public/io/kbdif.h).
 *
 * @param kind kind of the event
 * @param a x; the key's code; the finger for touches
 * @param b y; 1 for a key that is pressed; x, major axis or degrees for touches
 * @param c wheel, positive towards the user; y or minor axis for touches
 */
public record VkbdEvent(Kind kind, int a, int b, int c) {

    /** A kind of event. */
    public enum Kind {
        /** The pointer was moved by so much. */
        MOTION,
        /** A key or button. */
        KEY,
        /** The pointer is there. */
        POSITION,
        /** A finger went down. */
        TOUCH_DOWN,
        /** A finger was lifted. */
        TOUCH_UP,
        /** A finger moved. */
        TOUCH_MOTION,
        /** The end of a frame of touches. */
        TOUCH_SYNC,
        /** How large a finger is. */
        TOUCH_SHAPE,
        /** How a finger lies. */
        TOUCH_ORIENTATION,
        /** Something that Linux's driver ignores. */
        UNKNOWN
    }

    /** @param code a key's code
     * @param pressed whether it is pressed
     * @return that event */
    public static VkbdEvent key(int code, boolean pressed) {
        return new VkbdEvent(Kind.KEY, code, pressed ? 1 : 0, 0);
    }

    /** @param x to the right
     * @param y down
     * @param wheel positive towards the user
     * @return that event */
    public static VkbdEvent motion(int x, int y, int wheel) {
        return new VkbdEvent(Kind.MOTION, x, y, wheel);
    }

    /** @param x to the right
     * @param y down
     * @param wheel positive towards the user
     * @return that event */
    public static VkbdEvent position(int x, int y, int wheel) {
        return new VkbdEvent(Kind.POSITION, x, y, wheel);
    }

    @Override
    public String toString() {
        return switch (kind) {
            case KEY -> KeyNames.name(a) + (b == 1 ? " down" : " up");
            case MOTION, POSITION -> kind + " " + a + "," + b + (c == 0 ? "" : " wheel " + c);
            default -> kind + " " + a + ": " + b + "," + c;
        };
    }
}
