// SPDX-License-Identifier: Apache-2.0
package org.xenbay.vnc.keys;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.xenbay.api.input.InputEvent;
import org.xenbay.api.input.InputEvent.Key;
import org.xenbay.api.input.KeyNames;
import org.xenbay.api.input.Place;

/** Turns the messages of one viewer into frames. On one thread. */
public final class ViewerInput {

    /** Buttons of the mask by bit; the other bits are wheels. */
    private static final int[] BUTTONS = {0x110, 0x112, 0x111, 0, 0, 0, 0, 0x113};

    private static final int WHEEL_UP = 3;
    private static final int WHEEL_DOWN = 4;

    /** Modifiers that make a shortcut of a letter. */
    private static final List<Integer> SHORTCUTS = Stream.of(
                    "leftctrl", "rightctrl", "leftalt", "leftmeta", "rightmeta")
            .map(KeyNames::code)
            .toList();

    private final Keysyms keysyms;
    private final LevelKeys levels;
    private final CharacterKeys characters;
    private final Set<Integer> down = new TreeSet<>();
    private int buttons;

    /**
     * @param keysyms maps what the viewer sends
     * @param capsLocked whether Caps Lock is on in the guest
     */
    public ViewerInput(Keysyms keysyms, BooleanSupplier capsLocked) {
        this.keysyms = keysyms;
        this.levels = new LevelKeys(keysyms.layout().hasAltGr());
        this.characters = new CharacterKeys(keysyms, levels, capsLocked);
    }

    /**
     * @param keysym X11's number
     * @param pressed whether it is down now
     * @return what happened
     */
    public List<InputEvent> key(int keysym, boolean pressed) {
        List<InputEvent> frame = new ArrayList<>();
        Optional<Integer> code = keysyms.key(keysym);
        if (code.isPresent()) {
            change(code.get(), pressed, frame);
        } else if (pressed) {
            characters.press(keysym, SHORTCUTS.stream().anyMatch(down::contains), frame);
        } else {
            characters.release(keysym, frame);
        }
        return noted(frame);
    }

    /**
     * @param scancode as QEMU's extension sends it; 0 when the viewer does not know
     * @param keysym X11's number
     * @param pressed whether it is down now
     * @return what happened
     */
    public List<InputEvent> scancode(int scancode, int keysym, boolean pressed) {
        Optional<Integer> code = Scancodes.key(scancode);
        if (code.isEmpty()) {
            return key(keysym, pressed);
        }
        List<InputEvent> frame = new ArrayList<>();
        change(code.get(), pressed, frame);
        return noted(frame);
    }

    private void change(int code, boolean pressed, List<InputEvent> frame) {
        if (levels.isOne(code)) {
            levels.viewer(code, pressed, frame);
        } else {
            if (pressed) {
                levels.restore(frame);
            }
            frame.add(new Key(code, pressed));
        }
    }

    private List<InputEvent> noted(List<InputEvent> frame) {
        for (InputEvent event : frame) {
            if (event instanceof Key key && key.pressed()) {
                down.add(key.code());
            } else if (event instanceof Key key) {
                down.remove(key.code());
            }
        }
        return frame;
    }

    /**
     * @param mask a bit for each button
     * @param x in the viewer's picture
     * @param y in the viewer's picture
     * @param width of the viewer's picture
     * @param height of the viewer's picture
     * @return what happened
     */
    public List<InputEvent> pointer(int mask, int x, int y, int width, int height) {
        List<InputEvent> frame = new ArrayList<>();
        frame.add(new InputEvent.Position(new Place(
                Math.min(x, width - 1), Math.min(y, height - 1), Math.max(1, width - 1), Math.max(1, height - 1))));
        int pressed = mask & ~buttons;
        int up = (pressed >> WHEEL_UP & 1) - (pressed >> WHEEL_DOWN & 1);
        if (up != 0) {
            frame.add(new InputEvent.Wheel(up));
        }
        for (int bit = 0; bit < BUTTONS.length; bit++) {
            if (BUTTONS[bit] != 0 && ((mask ^ buttons) >> bit & 1) == 1) {
                change(BUTTONS[bit], (mask >> bit & 1) == 1, frame);
            }
        }
        buttons = mask;
        return noted(frame);
    }

    /** @return the releases of what the viewer held: it has left */
    public List<InputEvent> releaseAll() {
        List<InputEvent> frame = new ArrayList<>();
        down.forEach(code -> frame.add(new Key(code, false)));
        down.clear();
        return frame;
    }
}
