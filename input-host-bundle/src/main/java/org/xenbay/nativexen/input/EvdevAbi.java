// SPDX-License-Identifier: Apache-2.0
package org.xenbay.nativexen.input;

/**
 * Numbers of the kernel's binary interface (include/uapi/linux/input.h, input-event-codes.h, asm-generic/ioctl.h), the same
 * on x86-64 and aarch64.
 */
final class EvdevAbi {

    /** {@code struct input_event} on a 64-bit machine: two 64-bit numbers of time, then type, code and value. */
    static final int EVENT_SIZE = 24;

    static final int EVENT_TYPE = 16;
    static final int EVENT_CODE = 18;
    static final int EVENT_VALUE = 20;

    static final int EV_SYN = 0;
    static final int EV_KEY = 1;
    static final int EV_REL = 2;
    static final int EV_ABS = 3;

    static final int SYN_REPORT = 0;
    static final int SYN_DROPPED = 3;

    static final int REL_X = 0;
    static final int REL_Y = 1;
    static final int REL_WHEEL = 8;

    static final int ABS_X = 0;
    static final int ABS_Y = 1;
    static final int ABS_MT_SLOT = 0x2F;
    static final int ABS_MT_TOUCH_MAJOR = 0x30;
    static final int ABS_MT_TOUCH_MINOR = 0x31;
    static final int ABS_MT_ORIENTATION = 0x34;
    static final int ABS_MT_POSITION_X = 0x35;
    static final int ABS_MT_POSITION_Y = 0x36;
    static final int ABS_MT_TRACKING_ID = 0x39;

    static final int BTN_LEFT = 0x110;
    static final int BTN_JOYSTICK = 0x120;
    static final int BTN_TOOL_PEN = 0x140;
    static final int BTN_TOUCH = 0x14A;
    static final int BTN_TOOL_QUADTAP = 0x14F;
    static final int KEY_MAX = 0x2FF;
    static final int ABS_MAX = 0x3F;

    /** The last key of a keyboard; greater numbers are buttons, and keys of remote controls. */
    static final int LAST_KEYBOARD_KEY = 239;

    static final int INPUT_PROP_POINTER = 0;
    static final int INPUT_PROP_DIRECT = 1;

    /** {@code struct input_id}: four 16-bit numbers: bus, vendor, product, version. */
    static final int ID_SIZE = 8;

    /** {@code struct input_absinfo}: six 32-bit numbers: value, minimum, maximum, … */
    static final int ABSINFO_SIZE = 24;

    /** Grabs with the argument 1, releases with 0; the argument is not a pointer. */
    static final long EVIOCGRAB = ioc(1, 0x90, 4);

    static final long EVIOCGID = ioc(2, 0x02, ID_SIZE);

    private EvdevAbi() {}

    static long eviocgname(int length) {
        return ioc(2, 0x06, length);
    }

    static long eviocgprop(int length) {
        return ioc(2, 0x09, length);
    }

    static long eviocgkey(int length) {
        return ioc(2, 0x18, length);
    }

    static long eviocgbit(int type, int length) {
        return ioc(2, 0x20 + type, length);
    }

    static long eviocgabs(int axis) {
        return ioc(2, 0x40 + axis, ABSINFO_SIZE);
    }

    /** _IOC: direction (1 write, 2 read), size, the type 'E', number. */
    private static long ioc(long direction, int number, int size) {
        return direction << 30 | (long) size << 16 | 'E' << 8 | number;
    }
}
