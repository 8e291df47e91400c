// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.qusb;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.xenbay.api.device.DeviceId;
import org.xenbay.api.device.DeviceTemplate;

/**
 * The nodes that libxl writes for a USB controller (libxl_usb.c). Options are the keys of xl.cfg's {@code usbctrl}, and {@code
 * port/1} and on for devices.
 */
final class QusbTemplate {

    private static final String VERSION = "version";
    private static final String PORTS = "ports";
    private static final int DEFAULT_PORTS = 8;

    private QusbTemplate() {}

    static DeviceTemplate of(DeviceId id, Map<String, String> options) {
        int ports = number(options, PORTS, DEFAULT_PORTS, Pipe.MAX_PORTS);
        Map<String, String> backend = new LinkedHashMap<>();
        backend.put(ControllerNodes.TYPE, id.type().equals("vusb") ? "pv" : "qusb");
        backend.put(
                ControllerNodes.VERSION,
                Integer.toString(number(options, VERSION, ControllerNodes.USB_2, ControllerNodes.USB_2)));
        backend.put(ControllerNodes.PORTS, Integer.toString(ports));
        backend.put("port", "");
        for (int port = 1; port <= ports; port++) {
            backend.put(Ports.NODE + port, options.getOrDefault(Ports.NODE + port, ""));
        }
        for (String key : options.keySet()) {
            if (!key.equals(VERSION) && !key.equals(PORTS) && !backend.containsKey(key)) {
                throw new IllegalArgumentException("a USB controller of " + ports + " ports has no option " + key
                        + "; it has version, ports, and port/1 to port/" + ports);
            }
        }
        return new DeviceTemplate("vusb", backend, Map.of(), Set.of());
    }

    private static int number(Map<String, String> options, String key, int fallback, int most) {
        String value = options.getOrDefault(key, Integer.toString(fallback));
        int number = DeviceId.canonicalNumber(value).orElse(0);
        if (number < 1 || number > most) {
            throw new IllegalArgumentException(key + " is from 1 to " + most + ", not " + value);
        }
        return number;
    }
}
