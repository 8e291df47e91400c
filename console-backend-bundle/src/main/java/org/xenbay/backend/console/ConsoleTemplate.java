// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.console;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.xenbay.api.device.DeviceId;
import org.xenbay.api.device.DeviceTemplate;
import org.xenbay.api.socket.LocalSocket;
import org.xenbay.backend.console.output.OutputBuffer;

/** The nodes that libxl writes for a secondary console or a channel (libxl_console.c, libxl__device_console_add). */
final class ConsoleTemplate {

    private static final Set<String> OPTIONS = Set.of("name", "connection", "path", "limit");
    private static final String DEFAULT_LIMIT = "1048576";

    private ConsoleTemplate() {}

    static DeviceTemplate of(DeviceId id, Map<String, String> options) {
        options.keySet().stream()
                .filter(key -> !OPTIONS.contains(key))
                .findFirst()
                .ifPresent(key -> {
                    throw new IllegalArgumentException(
                            "a console has no option " + key + "; it has " + sorted(OPTIONS));
                });
        if (id.device() % 10 == 0) {
            throw new IllegalArgumentException(
                    id.device() == 0
                            ? "console 0 is made together with its domain"
                            : "Linux refuses a console whose number ends in 0: " + id.device());
        }
        String connection = options.getOrDefault("connection", options.containsKey("path") ? "socket" : "pty");
        Map<String, String> backend = new LinkedHashMap<>();
        backend.put("protocol", "vt100");
        backend.put("connection", connection);
        Map<String, String> frontend = new LinkedHashMap<>();
        frontend.put("protocol", "vt100");
        frontend.put("type", "ioemu");
        frontend.put("output", output(id, connection, options));
        frontend.put("tty", "");
        frontend.put("limit", limit(options.getOrDefault("limit", DEFAULT_LIMIT)));
        Set<String> readOnly = new TreeSet<>(Set.of("type", "output", "tty", "limit"));
        if (options.containsKey("name")) {
            backend.put("name", options.get("name"));
            frontend.put("name", options.get("name"));
            readOnly.add("name");
        }
        if (options.containsKey("path")) {
            backend.put("path", options.get("path"));
        }
        return new DeviceTemplate("console", backend, frontend, readOnly);
    }

    private static String output(DeviceId id, String connection, Map<String, String> options) {
        if (options.containsKey("path")) {
            LocalSocket.checked(options.get("path"));
        }
        switch (connection) {
            case "pty":
                return "pty";
            case "socket":
                if (!options.containsKey("path")) {
                    throw new IllegalArgumentException("connection=socket needs path=…");
                }
                return "chardev:libxl-channel" + id.device();
            default:
                throw new IllegalArgumentException("connection is pty or socket, not " + connection);
        }
    }

    private static String limit(String value) {
        int limit = DeviceId.canonicalNumber(value).orElse(-1);
        if (limit != 0 && limit < OutputBuffer.MIN_LIMIT) {
            throw new IllegalArgumentException(
                    "limit is a number of bytes, at least " + OutputBuffer.MIN_LIMIT + ", or 0; not " + value);
        }
        return value;
    }

    private static List<String> sorted(Set<String> names) {
        return names.stream().sorted().toList();
    }
}
