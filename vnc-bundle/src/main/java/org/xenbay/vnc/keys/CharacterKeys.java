// SPDX-License-Identifier: Apache-2.0
package org.xenbay.vnc.keys;

import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.xenbay.api.input.InputEvent;
import org.xenbay.api.input.InputEvent.Key;
import org.xenbay.api.input.KeyboardLayout;
import org.xenbay.api.input.KeyboardLayout.KeyPress;
import org.xenbay.api.input.KeyboardLayout.Level;

/**
 * Presses keys for characters that a viewer sends. A key is pressed with the Shift and AltGr that the guest's layout needs
 * for the character, whatever the viewer holds. The modifiers stay so while the key is down, as the guest repeats it; when
 * the key is up or another key is pressed, they are as at the viewer again. On one thread.
 */
final class CharacterKeys {

    /** Most unknown keys that are remembered of a viewer that never releases them. */
    private static final int MAX_UNKNOWN = 64;

    private final Keysyms keysyms;
    private final KeyboardLayout layout;
    private final LevelKeys levels;
    private final BooleanSupplier capsLocked;

    /** Codes of the keys that characters hold down. */
    private final Set<Integer> down = new TreeSet<>();

    /** Keysyms that were pressed and are not on the layout. */
    private final Set<Integer> unknown = new HashSet<>();

    /** The key that was pressed last. */
    private int last;

    /** @param capsLocked whether another keyboard has turned on Caps Lock in the guest */
    CharacterKeys(Keysyms keysyms, LevelKeys levels, BooleanSupplier capsLocked) {
        this.keysyms = keysyms;
        this.layout = keysyms.layout();
        this.levels = levels;
        this.capsLocked = capsLocked;
    }

    private @Nullable KeyPress stroke(int keysym) {
        OptionalInt character = keysyms.character(keysym);
        return character.isEmpty() ? null : layout.stroke(character.getAsInt()).orElse(null);
    }

    /** @param shortcut whether the viewer holds Ctrl, Alt or Meta */
    void press(int keysym, boolean shortcut, List<InputEvent> out) {
        KeyPress stroke = stroke(keysym);
        if (stroke == null) {
            if (unknown.size() < MAX_UNKNOWN) {
                unknown.add(keysym);
            }
            return;
        }
        boolean letter = layout.isLetter(keysyms.character(keysym).orElseThrow());
        if (keysym == ' ' || letter && shortcut) {
            // The same key with and without Shift, or a shortcut, of which the viewer's Shift is a part.
            levels.restore(out);
        } else {
            boolean shift = stroke.level() == Level.SHIFT;
            levels.need(letter ? shift != capsLocked.getAsBoolean() : shift, stroke.level() == Level.ALTGR, out);
        }
        down.add(stroke.code());
        last = stroke.code();
        out.add(new Key(last, true));
    }

    /** Releases a key: a key pressed as A is released as a when Shift was released first. */
    void release(int keysym, List<InputEvent> out) {
        if (unknown.remove(keysym)) {
            return;
        }
        KeyPress stroke = stroke(keysym);
        if (stroke != null && down.remove(stroke.code())) {
            out.add(new Key(stroke.code(), false));
        } else {
            // The viewer's layout has this character on an unknown key: releases all, so that none stays down.
            down.forEach(code -> out.add(new Key(code, false)));
            down.clear();
        }
        if (!down.contains(last)) {
            levels.restore(out);
        }
    }
}
