// SPDX-License-Identifier: Apache-2.0
package org.xenbay.vnc.keys;

import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.xenbay.api.input.InputEvent;
import org.xenbay.api.input.InputEvent.Key;
import org.xenbay.api.input.KeyNames;

/**
 * Shift and AltGr: which of them the viewer holds, and how the guest's have to differ for the current character. On one
 * thread.
 */
final class LevelKeys {

    private static final int LEFT_SHIFT = KeyNames.code("leftshift");
    private static final int ALTGR = KeyNames.code("rightalt");
    private static final List<Integer> SHIFTS = List.of(LEFT_SHIFT, KeyNames.code("rightshift"));
    private static final List<Integer> ALTGRS = List.of(ALTGR);

    /** Held by the viewer. */
    private final Set<Integer> held = new TreeSet<>();

    /** Down in the guest though the viewer does not hold them. */
    private final Set<Integer> added = new TreeSet<>();

    /** Up in the guest though the viewer holds them. */
    private final Set<Integer> lifted = new TreeSet<>();

    private final boolean hasAltGr;

    /** @param hasAltGr whether the guest's layout has characters with AltGr; without, that key is the right Alt */
    LevelKeys(boolean hasAltGr) {
        this.hasAltGr = hasAltGr;
    }

    boolean isOne(int code) {
        return SHIFTS.contains(code) || hasAltGr && ALTGRS.contains(code);
    }

    /** The viewer presses or releases one of them. */
    void viewer(int code, boolean pressed, List<InputEvent> out) {
        if (pressed) {
            restore(out);
            held.add(code);
            out.add(new Key(code, true));
        } else {
            held.remove(code);
            if (!lifted.remove(code) && !added.contains(code)) {
                out.add(new Key(code, false));
            }
        }
    }

    /** Presses and releases what the next character needs. */
    void need(boolean shift, boolean altGr, List<InputEvent> out) {
        bring(SHIFTS, LEFT_SHIFT, shift, out);
        bring(ALTGRS, ALTGR, altGr, out);
    }

    private void bring(List<Integer> group, int first, boolean down, List<InputEvent> out) {
        if (!down) {
            for (int code : group) {
                if (added.remove(code) || held.contains(code) && lifted.add(code)) {
                    out.add(new Key(code, false));
                }
            }
        } else if (group.stream().noneMatch(this::isDown)) {
            if (restore(lifted, group, true, out) == 0) {
                added.add(first);
                out.add(new Key(first, true));
            }
        }
    }

    private boolean isDown(int code) {
        return added.contains(code) || held.contains(code) && !lifted.contains(code);
    }

    /** Makes the guest's modifiers equal to the viewer's. */
    void restore(List<InputEvent> out) {
        restore(added, added, false, out);
        restore(lifted, lifted, true, out);
    }

    private static int restore(Set<Integer> from, Collection<Integer> which, boolean pressed, List<InputEvent> out) {
        int count = 0;
        for (Iterator<Integer> codes = from.iterator(); codes.hasNext(); ) {
            int code = codes.next();
            if (which.contains(code)) {
                codes.remove();
                out.add(new Key(code, pressed));
                count++;
            }
        }
        return count;
    }
}
