// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.vfb;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.xenbay.api.device.DeviceId;
import org.xenbay.api.device.DeviceTemplate;

/**
 * The nodes that a toolstack writes for a framebuffer (libxl_console.c); the options are its nodes' names. Nodes that a
 * frontend reads are written together with the device, so that a fast frontend finds them.
 */
final class VfbTemplate {

    private static final Map<String, Integer> NUMBERS = Map.of(
            VfbNodes.WIDTH, Geometry.MOST,
            VfbNodes.HEIGHT, Geometry.MOST,
            VfbNodes.VIDEO_RAM, 512,
            VfbNodes.VNC, 1,
            VfbNodes.VNC_UNUSED, 1,
            VfbNodes.VNC_DISPLAY, 99);

    private VfbTemplate() {}

    /** @throws IllegalArgumentException when an option is invalid; the message says why */
    static DeviceTemplate of(Map<String, String> options, VfbSettings settings) {
        options.forEach(VfbTemplate::check);
        Map<String, String> backend = new LinkedHashMap<>();
        backend.put(VfbNodes.VNC, "0");
        backend.put(VfbNodes.WIDTH, Integer.toString(settings.width()));
        backend.put(VfbNodes.HEIGHT, Integer.toString(settings.height()));
        backend.put(VfbNodes.VIDEO_RAM, Integer.toString(settings.videoRam()));
        backend.putAll(options);
        return new DeviceTemplate("vfb", backend, Map.of(), Set.of());
    }

    private static void check(String key, String value) {
        Integer most = NUMBERS.get(key);
        if (most == null && !key.equals(VfbNodes.VNC_LISTEN)) {
            throw new IllegalArgumentException("a framebuffer has no option " + key + "; it has " + VfbNodes.VNC_LISTEN
                    + ", "
                    + String.join(", ", NUMBERS.keySet().stream().sorted().toList()));
        }
        if (most != null) {
            int number = DeviceId.canonicalNumber(value).orElse(-1);
            if (number < 0 || number > most) {
                throw new IllegalArgumentException(key + " is from 0 to " + most + ", not " + value);
            }
        }
    }
}
