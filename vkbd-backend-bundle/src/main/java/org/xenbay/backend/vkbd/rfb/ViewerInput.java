package org.xenbay.backend.vkbd.rfb;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.xenbay.api.input.InputEvent;
import org.xenbay.api.input.InputEvent.Key;
import org.xenbay.api.input.Place;

/** What one viewer does, as frames. By one thread. */
final class ViewerInput {

    /** Buttons of the mask by bit; what is not among them is a wheel. */
    private static final int[] BUTTONS = {0x110, 0x112, 0x111, 0, 0, 0, 0, 0x113};

    private static final int WHEEL_UP = 3;
    private static final int WHEEL_DOWN = 4;

    private final Keysyms keysyms;
    private final Set<Integer> down = new TreeSet<>();
    private int buttons;

    ViewerInput(Keysyms keysyms) {
        this.keysyms = keysyms;
    }

    List<InputEvent> key(int keysym, boolean pressed) {
        return keysyms.ofKeysym(keysym).map(code -> change(code, pressed)).orElse(List.of());
    }

    /** @param scancode as QEMU's extension sends it; 0 when the viewer does not know */
    List<InputEvent> scancode(int scancode, int keysym, boolean pressed) {
        Optional<Integer> code = Scancodes.key(scancode);
        return code.isPresent() ? change(code.get(), pressed) : key(keysym, pressed);
    }

    private List<InputEvent> change(int code, boolean pressed) {
        if (pressed) {
            down.add(code);
        } else {
            down.remove(code);
        }
        return List.of(new Key(code, pressed));
    }

    List<InputEvent> pointer(int mask, int x, int y, int width, int height) {
        List<InputEvent> frame = new ArrayList<>();
        frame.add(new InputEvent.Position(
                new Place(Math.min(x, width - 1), Math.min(y, height - 1), width - 1, height - 1)));
        int pressed = mask & ~buttons;
        int up = (pressed >> WHEEL_UP & 1) - (pressed >> WHEEL_DOWN & 1);
        if (up != 0) {
            frame.add(new InputEvent.Wheel(up));
        }
        for (int bit = 0; bit < BUTTONS.length; bit++) {
            if (BUTTONS[bit] != 0 && ((mask ^ buttons) >> bit & 1) == 1) {
                frame.addAll(change(BUTTONS[bit], (mask >> bit & 1) == 1));
            }
        }
        buttons = mask;
        return frame;
    }

    /** The viewer has left. */
    List<InputEvent> releaseAll() {
        List<InputEvent> frame = new ArrayList<>();
        down.forEach(code -> frame.add(new Key(code, false)));
        down.clear();
        return frame;
    }
}
