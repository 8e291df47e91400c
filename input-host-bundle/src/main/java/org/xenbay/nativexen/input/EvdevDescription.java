// SPDX-License-Identifier: Apache-2.0
package org.xenbay.nativexen.input;

import com.sun.jna.Memory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.BitSet;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.xenbay.api.input.SourceInfo.Ability;
import org.xenbay.api.text.ShownText;
import org.xenbay.nativexen.libc.CallException;
import org.xenbay.nativexen.libc.Libc;

/**
 * The description of an input device.
 *
 * @param name the device's name
 * @param hardware vendor and product as lsusb shows them; empty when it has none
 * @param abilities the kinds of input that guests can use
 * @param axes its absolute axes by number
 */
record EvdevDescription(String name, String hardware, Set<Ability> abilities, Map<Integer, Axis> axes) {

    private static final int NAME_SIZE = 256;
    /** Power, sleep, wake-up: a device with only these keys is a button of the host. */
    private static final int[] HOST_KEYS = {116, 142, 143};

    private static final int[] AXES = {
        EvdevAbi.ABS_X,
        EvdevAbi.ABS_Y,
        EvdevAbi.ABS_MT_SLOT,
        EvdevAbi.ABS_MT_TOUCH_MAJOR,
        EvdevAbi.ABS_MT_TOUCH_MINOR,
        EvdevAbi.ABS_MT_ORIENTATION,
        EvdevAbi.ABS_MT_POSITION_X,
        EvdevAbi.ABS_MT_POSITION_Y
    };

    /** @throws IOException when the descriptor is not an input device's */
    static EvdevDescription read(int descriptor) throws IOException {
        BitSet properties = bits(descriptor, EvdevAbi.eviocgprop(8), 8, "EVIOCGPROP");
        BitSet types = bits(descriptor, EvdevAbi.eviocgbit(0, 8), 8, "EVIOCGBIT");
        BitSet keys = ofType(descriptor, types, EvdevAbi.EV_KEY, EvdevAbi.KEY_MAX);
        BitSet relative = ofType(descriptor, types, EvdevAbi.EV_REL, 0xF);
        BitSet absolute = ofType(descriptor, types, EvdevAbi.EV_ABS, EvdevAbi.ABS_MAX);
        Map<Integer, Axis> axes = new HashMap<>();
        for (int axis : AXES) {
            if (absolute.get(axis)) {
                axes.put(axis, axis(descriptor, axis));
            }
        }
        return new EvdevDescription(
                name(descriptor), hardware(descriptor), abilities(properties, keys, relative, axes), Map.copyOf(axes));
    }

    /** Tells whether absolute values are positions on a screen: those of a touch pad and of a joystick are not. */
    static Set<Ability> abilities(BitSet properties, BitSet keys, BitSet relative, Map<Integer, Axis> axes) {
        Set<Ability> abilities = EnumSet.noneOf(Ability.class);
        BitSet typed = keys.get(0, EvdevAbi.LAST_KEYBOARD_KEY + 1);
        for (int code : HOST_KEYS) {
            typed.clear(code);
        }
        if (!typed.isEmpty()) {
            abilities.add(Ability.KEYS);
        }
        if (relative.get(EvdevAbi.REL_X) && relative.get(EvdevAbi.REL_Y)) {
            abilities.add(Ability.MOTION);
        }
        int joystick = keys.nextSetBit(EvdevAbi.BTN_JOYSTICK);
        boolean screen =
                !properties.get(EvdevAbi.INPUT_PROP_POINTER) && (joystick < 0 || joystick >= EvdevAbi.BTN_TOOL_PEN);
        if (screen && has(axes, EvdevAbi.ABS_MT_POSITION_X) && has(axes, EvdevAbi.ABS_MT_SLOT)) {
            abilities.add(Ability.TOUCH);
        } else if (screen && has(axes, EvdevAbi.ABS_X) && has(axes, EvdevAbi.ABS_Y)) {
            abilities.add(Ability.POSITION);
        }
        return abilities;
    }

    private static boolean has(Map<Integer, Axis> axes, int axis) {
        return axes.getOrDefault(axis, Axis.NONE).isThere();
    }

    private static BitSet ofType(int descriptor, BitSet types, int type, int most) throws IOException {
        int length = most / 8 + 1;
        return types.get(type) ? bits(descriptor, EvdevAbi.eviocgbit(type, length), length, "EVIOCGBIT") : new BitSet();
    }

    static BitSet keysDown(int descriptor) throws IOException {
        int length = EvdevAbi.KEY_MAX / 8 + 1;
        return bits(descriptor, EvdevAbi.eviocgkey(length), length, "EVIOCGKEY");
    }

    private static BitSet bits(int descriptor, long request, int length, String what) throws IOException {
        Memory memory = new Memory(length);
        memory.clear();
        if (Libc.ioctl(descriptor, request, memory) < 0) {
            throw CallException.last(what);
        }
        return BitSet.valueOf(memory.getByteArray(0, length));
    }

    private static Axis axis(int descriptor, int axis) throws IOException {
        Memory memory = new Memory(EvdevAbi.ABSINFO_SIZE);
        memory.clear();
        if (Libc.ioctl(descriptor, EvdevAbi.eviocgabs(axis), memory) < 0) {
            throw CallException.last("EVIOCGABS");
        }
        return new Axis(memory.getInt(4), memory.getInt(8));
    }

    private static String name(int descriptor) throws IOException {
        Memory memory = new Memory(NAME_SIZE);
        memory.clear();
        if (Libc.ioctl(descriptor, EvdevAbi.eviocgname(NAME_SIZE - 1), memory) < 0) {
            throw CallException.last("EVIOCGNAME");
        }
        return ShownText.of(memory.getString(0, StandardCharsets.UTF_8.name()));
    }

    private static String hardware(int descriptor) throws IOException {
        Memory memory = new Memory(EvdevAbi.ID_SIZE);
        memory.clear();
        if (Libc.ioctl(descriptor, EvdevAbi.EVIOCGID, memory) < 0) {
            throw CallException.last("EVIOCGID");
        }
        int vendor = memory.getShort(2) & 0xFFFF;
        int product = memory.getShort(4) & 0xFFFF;
        return vendor == 0 && product == 0 ? "" : "%04x:%04x".formatted(vendor, product);
    }
}
