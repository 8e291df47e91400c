// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.vkbd;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.xenbay.api.input.InputEvent;
import org.xenbay.api.input.Place;
import org.xenbay.backend.vkbd.Entry.Touch;

/**
 * Fingers on a guest's touch screen. Each finger that is down has one of the guest's contact numbers. Further fingers are
 * ignored.
 */
final class Contacts {

    private record Finger(Object holder, int contact) {}

    private final Map<Finger, Integer> ids = new LinkedHashMap<>();
    private final BitSet used = new BitSet();
    private final int most;
    private final int maxX;
    private final int maxY;

    Contacts(Features features) {
        most = features.contacts();
        maxX = features.touchWidth() - 1;
        maxY = features.touchHeight() - 1;
    }

    /** @return the guest's event; empty when the guest does not know the finger */
    Optional<Touch> translate(Object holder, InputEvent event) {
        if (event instanceof InputEvent.TouchDown down) {
            return down(new Finger(holder, down.contact()), down.at());
        } else if (event instanceof InputEvent.TouchMove move) {
            return id(holder, move.contact()).map(id -> touch(Touch.Kind.MOVE, id, move.at()));
        } else if (event instanceof InputEvent.TouchUp up) {
            return up(new Finger(holder, up.contact()));
        } else if (event instanceof InputEvent.TouchShape shape) {
            return id(holder, shape.contact()).map(id -> new Touch(Touch.Kind.SHAPE, id, shape.major(), shape.minor()));
        } else if (event instanceof InputEvent.TouchOrientation turn) {
            return id(holder, turn.contact()).map(id -> new Touch(Touch.Kind.ORIENTATION, id, turn.degrees(), 0));
        }
        return Optional.empty();
    }

    private Optional<Touch> down(Finger finger, Place at) {
        Integer known = ids.get(finger);
        if (known != null) {
            return Optional.of(touch(Touch.Kind.MOVE, known, at));
        }
        int id = used.nextClearBit(0);
        if (id >= most) {
            return Optional.empty();
        }
        used.set(id);
        ids.put(finger, id);
        return Optional.of(touch(Touch.Kind.DOWN, id, at));
    }

    private Optional<Touch> up(Finger finger) {
        Integer id = ids.remove(finger);
        if (id == null) {
            return Optional.empty();
        }
        used.clear(id);
        return Optional.of(new Touch(Touch.Kind.UP, id, 0, 0));
    }

    private Touch touch(Touch.Kind kind, int id, Place at) {
        return new Touch(kind, id, at.xOn(maxX), at.yOn(maxY));
    }

    private Optional<Integer> id(Object holder, int contact) {
        return Optional.ofNullable(ids.get(new Finger(holder, contact)));
    }

    /** Lifts all fingers of one source. */
    List<Touch> release(Object holder) {
        return lift(finger -> finger.holder().equals(holder));
    }

    /** Lifts all fingers. */
    List<Touch> releaseAll() {
        return lift(finger -> true);
    }

    private List<Touch> lift(Predicate<Finger> which) {
        List<Touch> lifted = new ArrayList<>();
        for (Finger finger : List.copyOf(ids.keySet())) {
            if (which.test(finger)) {
                up(finger).ifPresent(lifted::add);
            }
        }
        return lifted;
    }

    boolean isDown(int id) {
        return used.get(id);
    }

    /** Forgets fingers that were not reported to the guest, as if they had never been put down. */
    void keepOnly(BitSet known) {
        ids.values().removeIf(id -> !known.get(id));
        used.and(known);
    }
}
