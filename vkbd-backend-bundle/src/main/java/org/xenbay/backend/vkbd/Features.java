// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.vkbd;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.xenbay.api.device.DeviceContext;
import org.xenbay.api.device.NodeValues;
import org.xenbay.api.device.Publication;

/**
 * The features that a device offers its guest: the toolstack's nodes where it wrote them, this host's defaults otherwise.
 *
 * @param absolute whether the pointer can report positions
 * @param raw whether positions can be reported without scaling
 * @param touch whether there is a touch screen
 * @param keyboard whether there is a keyboard
 * @param pointer whether there is a pointer
 * @param width the screen's width in pixels
 * @param height its height
 * @param touchWidth the touch screen's width
 * @param touchHeight its height
 * @param contacts number of fingers that can be distinguished
 */
record Features(
        boolean absolute,
        boolean raw,
        boolean touch,
        boolean keyboard,
        boolean pointer,
        int width,
        int height,
        int touchWidth,
        int touchHeight,
        int contacts) {

    static final String ABSOLUTE = "feature-abs-pointer";
    static final String RAW = "feature-raw-pointer";
    static final String TOUCH = "feature-multi-touch";
    static final String NO_KEYBOARD = "feature-disable-keyboard";
    static final String NO_POINTER = "feature-disable-pointer";
    static final String WIDTH = "width";
    static final String HEIGHT = "height";
    static final String TOUCH_WIDTH = "multi-touch-width";
    static final String TOUCH_HEIGHT = "multi-touch-height";
    static final String CONTACTS = "multi-touch-num-contacts";

    /** The frontend's default when it finds no size (drivers/input/misc/xen-kbdfront.c). */
    static final int FRONTEND_WIDTH = 800;

    static final int FRONTEND_HEIGHT = 600;

    /** All nodes, in the order of their publication. */
    static final List<String> NODES =
            List.of(ABSOLUTE, RAW, TOUCH, NO_KEYBOARD, NO_POINTER, WIDTH, HEIGHT, TOUCH_WIDTH, TOUCH_HEIGHT, CONTACTS);

    /** Largest screen: positions have 32 bits, but evdev's axes need fewer. */
    static final int MAX_PIXELS = 1 << 16;

    /** A frame of that many fingers with shape and orientation fits the guest's ring. */
    static final int MAX_CONTACTS = 16;

    /**
     * @param device the device whose nodes are read
     * @param defaults for nodes that the toolstack did not write
     * @param late whether the frontend has read the nodes already: then a missing size is the frontend's own default
     * @throws org.xenbay.api.device.BadNodeException when a node has a wrong value
     */
    static Features read(DeviceContext device, VkbdSettings defaults, boolean late) {
        NodeValues nodes = device.backend(NODES.toArray(String[]::new));
        int width = late ? FRONTEND_WIDTH : defaults.width();
        int height = late ? FRONTEND_HEIGHT : defaults.height();
        int seenWidth = pixels(nodes, WIDTH, width);
        int seenHeight = pixels(nodes, HEIGHT, height);
        return new Features(
                flag(nodes, ABSOLUTE, defaults.absolute()),
                flag(nodes, RAW, defaults.absolute()),
                flag(nodes, TOUCH, false),
                !flag(nodes, NO_KEYBOARD, false),
                !flag(nodes, NO_POINTER, false),
                seenWidth,
                seenHeight,
                pixels(nodes, TOUCH_WIDTH, seenWidth),
                pixels(nodes, TOUCH_HEIGHT, seenHeight),
                (int) nodes.number(CONTACTS, 1, MAX_CONTACTS, 1));
    }

    private static boolean flag(NodeValues nodes, String name, boolean fallback) {
        return nodes.text(name).isPresent() ? nodes.flag(name) : fallback;
    }

    private static int pixels(NodeValues nodes, String name, int fallback) {
        return (int) nodes.number(name, 2, MAX_PIXELS, fallback);
    }

    /** @return all nodes with their values */
    Map<String, String> nodes() {
        Map<String, String> values = new LinkedHashMap<>();
        values.put(ABSOLUTE, one(absolute));
        values.put(RAW, one(raw));
        values.put(TOUCH, one(touch));
        values.put(NO_KEYBOARD, one(!keyboard));
        values.put(NO_POINTER, one(!pointer));
        values.put(WIDTH, Integer.toString(width));
        values.put(HEIGHT, Integer.toString(height));
        if (touch) {
            values.put(TOUCH_WIDTH, Integer.toString(touchWidth));
            values.put(TOUCH_HEIGHT, Integer.toString(touchHeight));
            values.put(CONTACTS, Integer.toString(contacts));
        }
        return values;
    }

    private static String one(boolean value) {
        return value ? "1" : "0";
    }

    /** Publishes the nodes that the toolstack did not write. */
    void publishMissing(DeviceContext device, Publication keys) {
        NodeValues there = device.backend(NODES.toArray(String[]::new));
        nodes().forEach((name, value) -> {
            if (there.text(name).isEmpty()) {
                keys.put(name, value);
            }
        });
    }
}
