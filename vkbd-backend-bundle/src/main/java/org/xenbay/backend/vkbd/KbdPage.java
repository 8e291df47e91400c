// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.vkbd;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.xenbay.api.ring.EventRingLayout;

/**
 * Layout of the page that guest and backend share, and of the events in it (xen/include/public/io/kbdif.h). Numbers are in the
 * machine's byte order; other bytes are zero.
 */
final class KbdPage {

    /** Bytes of an event. */
    static final int EVENT_SIZE = 40;

    private static final int IN_CONS = 0;
    private static final int IN_PROD = 4;
    static final int OUT_CONS = 8;
    static final int OUT_PROD = 12;

    /** Events from the backend to the guest: 51 of them fit, which is not a power of two. */
    static final EventRingLayout IN = new EventRingLayout(1024, EVENT_SIZE, 51, IN_CONS, IN_PROD);

    private static final int TYPE_MOTION = 1;
    private static final int TYPE_KEY = 3;
    private static final int TYPE_POS = 4;
    private static final int TYPE_MTOUCH = 5;

    private static final int MT_DOWN = 0;
    private static final int MT_UP = 1;
    private static final int MT_MOTION = 2;
    private static final int MT_SYN = 3;
    private static final int MT_SHAPE = 4;
    private static final int MT_ORIENTATION = 5;

    /** Greatest value of a raw position. */
    static final int RAW_MAX = 0x7FFF;

    private KbdPage() {}

    /** @param wheel positive towards the user, which is the opposite of Linux's REL_WHEEL */
    static byte[] motion(int dx, int dy, int wheel) {
        return event(TYPE_MOTION).putInt(4, dx).putInt(8, dy).putInt(12, wheel).array();
    }

    static byte[] key(int code, boolean pressed) {
        return event(TYPE_KEY).put(1, (byte) (pressed ? 1 : 0)).putInt(4, code).array();
    }

    /** @param wheel positive towards the user */
    static byte[] position(int x, int y, int wheel) {
        return event(TYPE_POS).putInt(4, x).putInt(8, y).putInt(12, wheel).array();
    }

    static byte[] touchDown(int contact, int x, int y) {
        return touch(MT_DOWN, contact).putInt(8, x).putInt(12, y).array();
    }

    static byte[] touchMove(int contact, int x, int y) {
        return touch(MT_MOTION, contact).putInt(8, x).putInt(12, y).array();
    }

    static byte[] touchUp(int contact) {
        return touch(MT_UP, contact).array();
    }

    static byte[] touchShape(int contact, int major, int minor) {
        return touch(MT_SHAPE, contact).putInt(8, major).putInt(12, minor).array();
    }

    static byte[] touchOrientation(int contact, int degrees) {
        return touch(MT_ORIENTATION, contact).putShort(8, (short) degrees).array();
    }

    /** Ends a frame of touches. */
    static byte[] touchSync() {
        return touch(MT_SYN, 0).array();
    }

    private static ByteBuffer touch(int kind, int contact) {
        return event(TYPE_MTOUCH).put(1, (byte) kind).put(2, (byte) contact);
    }

    private static ByteBuffer event(int type) {
        return ByteBuffer.allocate(EVENT_SIZE).order(ByteOrder.nativeOrder()).put(0, (byte) type);
    }
}
