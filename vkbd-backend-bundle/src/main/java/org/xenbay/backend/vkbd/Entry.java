// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.vkbd;

import java.util.ArrayList;
import java.util.List;

/** An entry of the queue of a guest's events. */
sealed interface Entry {

    /** @return the encoded events of it, at least one */
    List<byte[]> events();

    /** @return approximate bytes of memory that it needs while it waits */
    default long cost() {
        return 48;
    }

    /** A key or a button; a second press is a repetition. Keeps its place in the order. */
    record Key(int code, boolean pressed) implements Entry {
        @Override
        public List<byte[]> events() {
            return List.of(KbdPage.key(code, pressed));
        }
    }

    /**
     * The pointer.
     *
     * @param absolute whether x and y are a position, in the guest's units, or a distance
     * @param x to the right
     * @param y down
     * @param up notches of the wheel away from the user
     */
    record Move(boolean absolute, int x, int y, int up) implements Entry {

        /** @return this and a later motion merged */
        Move then(Move later) {
            return later.absolute
                    ? new Move(true, later.x, later.y, plus(up, later.up))
                    : new Move(false, plus(x, later.x), plus(y, later.y), plus(up, later.up));
        }

        private static int plus(int one, int other) {
            return (int) Math.max(-Integer.MAX_VALUE, Math.min(Integer.MAX_VALUE, (long) one + other));
        }

        @Override
        public List<byte[]> events() {
            return List.of(absolute ? KbdPage.position(x, y, -up) : KbdPage.motion(x, y, -up));
        }
    }

    /** Fingers, and the end of the frame. */
    record Touches(List<Touch> touches) implements Entry {

        @Override
        public long cost() {
            return 80 + 48L * touches.size();
        }

        /** @return whether no finger went down or up */
        boolean isMotion() {
            return touches.stream()
                    .noneMatch(touch -> touch.kind() == Touch.Kind.DOWN || touch.kind() == Touch.Kind.UP);
        }

        /** @return this motion and a later one merged: the last position, shape and orientation of each finger */
        Touches then(Touches later) {
            List<Touch> merged = new ArrayList<>(touches);
            merged.removeIf(
                    old -> later.touches.stream().anyMatch(now -> now.id() == old.id() && now.kind() == old.kind()));
            merged.addAll(later.touches);
            return new Touches(List.copyOf(merged));
        }

        @Override
        public List<byte[]> events() {
            List<byte[]> events = new ArrayList<>(touches.size() + 1);
            touches.forEach(touch -> events.add(touch.event()));
            events.add(KbdPage.touchSync());
            return events;
        }
    }

    /**
     * An event of one finger.
     *
     * @param kind kind of the event
     * @param id the guest's number of the finger
     * @param a x, major axis or degrees
     * @param b y or minor axis
     */
    record Touch(Kind kind, int id, int a, int b) {

        /** A kind of event of a finger. */
        enum Kind {
            DOWN,
            MOVE,
            UP,
            SHAPE,
            ORIENTATION
        }

        byte[] event() {
            return switch (kind) {
                case DOWN -> KbdPage.touchDown(id, a, b);
                case MOVE -> KbdPage.touchMove(id, a, b);
                case UP -> KbdPage.touchUp(id);
                case SHAPE -> KbdPage.touchShape(id, a, b);
                case ORIENTATION -> KbdPage.touchOrientation(id, a);
            };
        }
    }
}
