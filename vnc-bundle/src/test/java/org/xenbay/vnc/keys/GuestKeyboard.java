// SPDX-License-Identifier: Apache-2.0
package org.xenbay.vnc.keys;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.xenbay.api.input.InputEvent;
import org.xenbay.api.input.InputEvent.Key;
import org.xenbay.api.input.KeyNames;
import org.xenbay.api.input.KeyboardLayout;

/** What a guest makes of keys: Shift, AltGr and Caps Lock choose among the characters of a key, as a keyboard map says. */
public final class GuestKeyboard {

    private static final int LEFT_SHIFT = KeyNames.code("leftshift");
    private static final int RIGHT_SHIFT = KeyNames.code("rightshift");
    private static final int ALTGR = KeyNames.code("rightalt");
    private static final int CAPS_LOCK = KeyNames.code("capslock");

    private final Map<Integer, int[]> map = new HashMap<>();
    private final Set<Integer> down = new TreeSet<>();
    private final StringBuilder text = new StringBuilder();
    private boolean capsLocked;

    public GuestKeyboard(String layout) {
        map.put(KeyNames.code("space"), new int[] {' ', ' '});
        KeyboardLayout all = KeyboardLayout.named(layout);
        for (int character = '!'; character <= '€'; character++) {
            int c = character;
            all.stroke(c)
                    .ifPresent(stroke -> map.computeIfAbsent(stroke.code(), code -> new int[] {'·', '·', '·'})[
                            stroke.level().ordinal()] = c);
        }
    }

    public void accept(List<InputEvent> frame) {
        for (InputEvent event : frame) {
            if (event instanceof Key key) {
                accept(key);
            }
        }
    }

    private void accept(Key key) {
        boolean changed = key.pressed() ? down.add(key.code()) : down.remove(key.code());
        if (key.pressed()) {
            capsLocked ^= changed && key.code() == CAPS_LOCK;
            int[] levels = map.get(key.code());
            if (levels != null) {
                text.appendCodePoint(character(levels));
            }
        }
    }

    private int character(int[] levels) {
        boolean shift = down.contains(LEFT_SHIFT) || down.contains(RIGHT_SHIFT);
        int level = down.contains(ALTGR) ? 2 : shift ? 1 : 0;
        boolean letter =
                levels.length > 1 && Character.isLetter(levels[0]) && Character.toUpperCase(levels[0]) == levels[1];
        if (letter && capsLocked && level < 2) {
            level = 1 - level;
        }
        return level < levels.length ? levels[level] : '·';
    }

    public boolean isCapsLocked() {
        return capsLocked;
    }

    public Set<Integer> down() {
        return down;
    }

    /** @return what was typed since this was asked last */
    public String text() {
        String typed = text.toString();
        text.setLength(0);
        return typed;
    }
}
