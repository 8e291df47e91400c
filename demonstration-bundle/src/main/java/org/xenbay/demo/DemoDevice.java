// SPDX-License-Identifier: Apache-2.0
package org.xenbay.demo;

import java.util.LinkedHashMap;
import java.util.Map;
import org.xenbay.api.device.DeviceId;

/**
 * A configured device of a demonstration guest.
 *
 * @param type as in {@code backend/<type>}
 * @param number the device's number
 * @param options keys as in xl.cfg
 */
record DemoDevice(String type, int number, Map<String, String> options) {

    /**
     * Reads a line of the configuration, such as {@code console/1 connection=pty name=org.xenbay.demo.0}.
     *
     * @throws IllegalArgumentException when the line is something else
     */
    static DemoDevice parse(String line) {
        String[] words = line.strip().split("\\s+");
        String[] device = words[0].split("/", -1);
        if (device.length != 2) {
            throw wrong(line);
        }
        Map<String, String> options = new LinkedHashMap<>();
        for (int i = 1; i < words.length; i++) {
            int equals = words[i].indexOf('=');
            if (equals < 1) {
                throw wrong(line);
            }
            options.put(words[i].substring(0, equals), words[i].substring(equals + 1));
        }
        int number = DeviceId.canonicalNumber(device[1]).orElseThrow(() -> wrong(line));
        return new DemoDevice(device[0], number, Map.copyOf(options));
    }

    DeviceId of(int domain) {
        return new DeviceId(domain, type, number);
    }

    private static IllegalArgumentException wrong(String line) {
        return new IllegalArgumentException("a device is type/number and keys, not " + line);
    }
}
