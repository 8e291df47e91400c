// SPDX-License-Identifier: Apache-2.0
package org.xenbay.nativexen.input;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.xenbay.api.input.InputEvent;
import org.xenbay.api.input.Place;

/**
 * Makes frames of a device's events (Documentation/input/event-codes.rst): a frame ends with SYN_REPORT. After SYN_DROPPED,
 * which reports that the kernel's buffer was full, it drops the incomplete frame, reads the keys that are down, and lifts all
 * fingers. On one thread.
 */
final class EvdevTranslator {

    private final Map<Integer, Axis> axes;
    private final boolean touch;
    private final Supplier<BitSet> keysDown;
    private final TouchSlots slots;

    private final BitSet down = new BitSet();
    private final List<InputEvent.Key> keys = new ArrayList<>();
    private boolean dropped;
    private boolean placed;
    private int x;
    private int y;
    private int dx;
    private int dy;
    private int wheel;

    /**
     * @param axes the device's absolute axes
     * @param touch whether it is a touch screen
     * @param keysDown reads from the device the keys that are down
     */
    EvdevTranslator(Map<Integer, Axis> axes, boolean touch, Supplier<BitSet> keysDown) {
        this.axes = axes;
        this.touch = touch;
        this.keysDown = keysDown;
        this.slots = new TouchSlots(axes);
    }

    /** @param width of the guest's screen, to which sizes of fingers are scaled */
    void screen(int width) {
        slots.screen(width);
    }

    /** @return the frame that the event ends; empty when it does not end one, or the frame has no event for guests */
    List<InputEvent> event(int type, int code, int value) {
        if (type == EvdevAbi.EV_SYN && code == EvdevAbi.SYN_DROPPED) {
            dropped = true;
        } else if (type == EvdevAbi.EV_SYN && code == EvdevAbi.SYN_REPORT) {
            return dropped ? caughtUp() : frame();
        } else if (!dropped) {
            note(type, code, value);
        }
        return List.of();
    }

    private void note(int type, int code, int value) {
        if (type == EvdevAbi.EV_KEY) {
            key(code, value);
        } else if (type == EvdevAbi.EV_REL) {
            switch (code) {
                case EvdevAbi.REL_X -> dx += value;
                case EvdevAbi.REL_Y -> dy += value;
                case EvdevAbi.REL_WHEEL -> wheel += value;
                default -> {
                    // the protocol has neither a horizontal wheel nor fractions of a notch
                }
            }
        } else if (type == EvdevAbi.EV_ABS && touch) {
            slots.event(code, value);
        } else if (type == EvdevAbi.EV_ABS && code == EvdevAbi.ABS_X) {
            x = value;
            placed = true;
        } else if (type == EvdevAbi.EV_ABS && code == EvdevAbi.ABS_Y) {
            y = value;
            placed = true;
        }
    }

    /** Reports a pen or finger on a tablet as the left button; the protocol has no tools. */
    private void key(int code, int value) {
        boolean tool = code >= EvdevAbi.BTN_TOOL_PEN && code <= EvdevAbi.BTN_TOOL_QUADTAP;
        if (tool && (touch || code != EvdevAbi.BTN_TOUCH) || code < 1 || code > EvdevAbi.KEY_MAX) {
            return;
        }
        int told = code == EvdevAbi.BTN_TOUCH ? EvdevAbi.BTN_LEFT : code;
        keys.add(new InputEvent.Key(told, value != 0));
    }

    private List<InputEvent> frame() {
        List<InputEvent> frame = new ArrayList<>(keys.size() + 2);
        if (dx != 0 || dy != 0) {
            frame.add(new InputEvent.Motion(dx, dy));
        }
        if (wheel != 0) {
            frame.add(new InputEvent.Wheel(wheel));
        }
        Axis wide = axes.getOrDefault(EvdevAbi.ABS_X, Axis.NONE);
        Axis high = axes.getOrDefault(EvdevAbi.ABS_Y, Axis.NONE);
        if (placed && wide.isThere() && high.isThere()) {
            frame.add(new InputEvent.Position(new Place(wide.from(x), high.from(y), wide.span(), high.span())));
        }
        keys.forEach(key -> down.set(key.code(), key.pressed()));
        frame.addAll(keys);
        slots.take(frame);
        forget();
        return frame;
    }

    private void forget() {
        keys.clear();
        placed = false;
        dx = 0;
        dy = 0;
        wheel = 0;
    }

    private List<InputEvent> caughtUp() {
        dropped = false;
        forget();
        BitSet now = keysDown.get();
        if (now.get(EvdevAbi.BTN_TOUCH)) {
            now.set(EvdevAbi.BTN_LEFT);
        }
        List<InputEvent> frame = new ArrayList<>();
        down.stream().filter(code -> !now.get(code)).forEach(code -> frame.add(new InputEvent.Key(code, false)));
        down.and(now);
        slots.lift(frame);
        return frame;
    }
}
