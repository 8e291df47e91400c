// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.vkbd;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.xenbay.api.device.DeviceId;
import org.xenbay.api.device.DeviceTemplate;

/**
 * The nodes that a toolstack writes for a keyboard (libxl_vkb.c); the options are the keys of xl.cfg. All nodes that a frontend
 * reads are written together with the device, including defaults, so that a fast frontend finds them.
 */
final class VkbdTemplate {

    private static final String UNIQUE_ID = "unique-id";
    private static final Set<String> FLAGS =
            Set.of(Features.ABSOLUTE, Features.RAW, Features.TOUCH, Features.NO_KEYBOARD, Features.NO_POINTER);
    private static final Set<String> SIZES =
            Set.of(Features.WIDTH, Features.HEIGHT, Features.TOUCH_WIDTH, Features.TOUCH_HEIGHT);

    private VkbdTemplate() {}

    static DeviceTemplate of(DeviceId id, Map<String, String> options, VkbdSettings config) {
        options.forEach(VkbdTemplate::check);
        Map<String, String> backend = new LinkedHashMap<>();
        backend.put(Features.ABSOLUTE, config.absolute() ? "1" : "0");
        backend.put(Features.RAW, config.absolute() ? "1" : "0");
        backend.put(Features.TOUCH, "0");
        backend.put(Features.NO_KEYBOARD, "0");
        backend.put(Features.NO_POINTER, "0");
        backend.put(Features.WIDTH, Integer.toString(config.width()));
        backend.put(Features.HEIGHT, Integer.toString(config.height()));
        backend.putAll(options);
        if (backend.get(Features.TOUCH).equals("1")) {
            backend.putIfAbsent(Features.TOUCH_WIDTH, backend.get(Features.WIDTH));
            backend.putIfAbsent(Features.TOUCH_HEIGHT, backend.get(Features.HEIGHT));
            backend.putIfAbsent(Features.CONTACTS, "10");
        }
        return new DeviceTemplate("vkbd", backend, Map.of(), Set.of());
    }

    private static void check(String key, String value) {
        if (key.equals(UNIQUE_ID)) {
            return;
        }
        int number = DeviceId.canonicalNumber(value).orElse(-1);
        if (FLAGS.contains(key)) {
            require(number == 0 || number == 1, key + " is 0 or 1, not " + value);
        } else if (SIZES.contains(key)) {
            require(
                    number >= 2 && number <= Features.MAX_PIXELS,
                    key + " is from 2 to " + Features.MAX_PIXELS + " pixels, not " + value);
        } else if (key.equals(Features.CONTACTS)) {
            require(
                    number >= 1 && number <= Features.MAX_CONTACTS,
                    key + " is from 1 to " + Features.MAX_CONTACTS + ", not " + value);
        } else {
            throw new IllegalArgumentException("a keyboard has no option " + key + "; it has " + UNIQUE_ID + " and "
                    + String.join(", ", Features.NODES));
        }
    }

    private static void require(boolean right, String otherwise) {
        if (!right) {
            throw new IllegalArgumentException(otherwise);
        }
    }
}
