// SPDX-License-Identifier: Apache-2.0
package org.xenbay.nativexen.input;

import java.util.List;
import java.util.Map;
import org.xenbay.api.input.InputEvent;
import org.xenbay.api.input.Place;

/** The fingers of a touch screen that reports them by slots (Documentation/input/multi-touch-protocol.rst, type B). */
final class TouchSlots {

    private static final int MAX_SLOTS = 64;
    private static final int QUARTER_TURN = 90;

    private static final class Slot {
        private boolean told;
        private boolean down;
        private boolean anew;
        private boolean moved;
        private boolean shaped;
        private boolean turned;
        private int x;
        private int y;
        private int major;
        private int minor;
        private int orientation;
    }

    private final Slot[] slots;
    private final Axis wide;
    private final Axis high;
    private final int quarter;
    private int current;
    private int screenWidth = 1;

    TouchSlots(Map<Integer, Axis> axes) {
        slots = new Slot
                [Math.min(
                        MAX_SLOTS,
                        axes.getOrDefault(EvdevAbi.ABS_MT_SLOT, Axis.NONE).span() + 1)];
        for (int i = 0; i < slots.length; i++) {
            slots[i] = new Slot();
        }
        wide = axes.getOrDefault(EvdevAbi.ABS_MT_POSITION_X, Axis.NONE);
        high = axes.getOrDefault(EvdevAbi.ABS_MT_POSITION_Y, Axis.NONE);
        quarter = Math.max(
                1, axes.getOrDefault(EvdevAbi.ABS_MT_ORIENTATION, Axis.NONE).max());
    }

    void screen(int width) {
        screenWidth = width;
    }

    void event(int code, int value) {
        if (code == EvdevAbi.ABS_MT_SLOT) {
            current = value;
        }
        if (current < 0 || current >= slots.length) {
            return;
        }
        Slot slot = slots[current];
        switch (code) {
            case EvdevAbi.ABS_MT_TRACKING_ID -> {
                slot.down = value >= 0;
                slot.anew = slot.down;
            }
            case EvdevAbi.ABS_MT_POSITION_X -> {
                slot.x = value;
                slot.moved = true;
            }
            case EvdevAbi.ABS_MT_POSITION_Y -> {
                slot.y = value;
                slot.moved = true;
            }
            case EvdevAbi.ABS_MT_TOUCH_MAJOR -> {
                slot.major = value;
                slot.shaped = true;
            }
            case EvdevAbi.ABS_MT_TOUCH_MINOR -> {
                slot.minor = value;
                slot.shaped = true;
            }
            case EvdevAbi.ABS_MT_ORIENTATION -> {
                slot.orientation = value;
                slot.turned = true;
            }
            default -> {
                // the protocol has no pressure and no tools
            }
        }
    }

    /** Adds what has changed since the last call. */
    void take(List<InputEvent> frame) {
        if (!wide.isThere() || !high.isThere()) {
            return;
        }
        for (int i = 0; i < slots.length; i++) {
            take(i, slots[i], frame);
        }
    }

    private void take(int contact, Slot slot, List<InputEvent> frame) {
        if (slot.told && (!slot.down || slot.anew)) {
            frame.add(new InputEvent.TouchUp(contact));
            slot.told = false;
        }
        if (slot.down) {
            Place at = new Place(wide.from(slot.x), high.from(slot.y), wide.span(), high.span());
            if (!slot.told) {
                frame.add(new InputEvent.TouchDown(contact, at));
                slot.told = true;
            } else if (slot.moved) {
                frame.add(new InputEvent.TouchMove(contact, at));
            }
            if (slot.shaped) {
                frame.add(new InputEvent.TouchShape(contact, pixels(slot.major), pixels(slot.minor)));
            }
            if (slot.turned) {
                int degrees =
                        Math.max(-QUARTER_TURN, Math.min(QUARTER_TURN, slot.orientation * QUARTER_TURN / quarter));
                frame.add(new InputEvent.TouchOrientation(contact, degrees));
            }
        }
        slot.anew = false;
        slot.moved = false;
        slot.shaped = false;
        slot.turned = false;
    }

    private int pixels(int size) {
        return (int) ((long) Math.max(0, size) * screenWidth / wide.span());
    }

    /** Lifts all fingers, because their state is unknown. */
    void lift(List<InputEvent> frame) {
        for (int i = 0; i < slots.length; i++) {
            if (slots[i].told) {
                frame.add(new InputEvent.TouchUp(i));
            }
            slots[i] = new Slot();
        }
    }
}
