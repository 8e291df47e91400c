// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.ninepfs;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.xenbay.api.device.DeviceId;
import org.xenbay.api.device.DeviceTemplate;

/** The nodes that libxl writes for a 9pfs device (libxl_9pfs.c), and Xenbay's own keys for options that xl does not have. */
final class NinePfsTemplate {

    private static final String TAG = "tag";
    private static final Map<String, String> DEFAULTS = Map.of("security_model", "none");

    private NinePfsTemplate() {}

    static DeviceTemplate of(DeviceId id, Map<String, String> options) {
        Set<String> known = new TreeSet<>(ExportNodes.NAMES);
        known.add(TAG);
        for (String key : options.keySet()) {
            if (!known.contains(key)) {
                throw new IllegalArgumentException("a 9pfs device has no option " + key + "; it has " + known);
            }
        }
        for (String needed : new String[] {TAG, "path"}) {
            if (options.getOrDefault(needed, "").isEmpty()) {
                throw new IllegalArgumentException("a 9pfs device needs " + needed + "=…");
            }
        }
        Map<String, String> backend = new LinkedHashMap<>(DEFAULTS);
        backend.putAll(options);
        backend.remove(TAG);
        return new DeviceTemplate("9pfs", backend, Map.of(TAG, options.get(TAG)), Set.of());
    }
}
