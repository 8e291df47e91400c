// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.qusb;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.xenbay.api.device.DeviceContext;
import org.xenbay.api.text.Glob;
import org.xenbay.api.usb.UsbDeviceInfo;

/**
 * A rule that assigns a device to a guest, at whatever port of the host it is plugged in: {@code hardware=046d:c31c,serial=42
 * -> desk port 2}.
 *
 * @param text as it was written
 * @param conditions all of them have to match the device
 * @param guest a domain's name, or a controller's id
 * @param port the port; 0 for any
 */
record Rule(String text, List<Condition> conditions, String guest, int port) {

    private static final Pattern SHAPE = Pattern.compile("(\\S.*?)\\s*->\\s*(\\S+)(?:\\s+port\\s+(\\d{1,2}))?\\s*");

    private static final Map<String, Function<UsbDeviceInfo, Set<String>>> PARTS = Map.of(
            "hardware",
            info -> Set.of(info.hardware()),
            "serial",
            info -> Set.of(info.serial()),
            "path",
            info -> Set.of(info.path()),
            "name",
            info -> Set.of(info.name()),
            "class",
            info -> info.descriptors().classes().stream()
                    .map(code -> String.format("%02x", code))
                    .collect(Collectors.toSet()));

    /**
     * @param part the property of the device that is compared; it may have several values
     * @param value the pattern that one of the values has to match
     */
    record Condition(Function<UsbDeviceInfo, Set<String>> part, Glob value) {
        boolean holds(UsbDeviceInfo info) {
            return part.apply(info).stream().anyMatch(value::matches);
        }
    }

    /** @throws IllegalArgumentException when the text is not a rule; the message says why */
    static Rule parse(String text) {
        Matcher matcher = SHAPE.matcher(text.strip());
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    "assign is <device> -> <guest> [port N], such as hardware=046d:c31c -> desk; not " + text);
        }
        List<Condition> conditions = new ArrayList<>();
        for (String condition : matcher.group(1).split(",")) {
            conditions.add(condition(condition.strip(), text));
        }
        int port = matcher.group(3) == null ? 0 : Integer.parseInt(matcher.group(3));
        if (matcher.group(3) != null && (port < 1 || port > Pipe.MAX_PORTS)) {
            throw new IllegalArgumentException("ports are 1 to " + Pipe.MAX_PORTS + ", not " + port + " in " + text);
        }
        return new Rule(text, List.copyOf(conditions), matcher.group(2), port);
    }

    private static Condition condition(String condition, String text) {
        int equals = condition.indexOf('=');
        Function<UsbDeviceInfo, Set<String>> part = equals < 0 ? null : PARTS.get(condition.substring(0, equals));
        if (part == null) {
            throw new IllegalArgumentException("a USB device is hardware=vendor:product, serial=…, class=…, path=… or"
                    + " name=…, not " + condition + " in " + text);
        }
        return new Condition(part, Glob.ofAnyCase(condition.substring(equals + 1)));
    }

    boolean isFor(UsbDeviceInfo info) {
        return conditions.stream().allMatch(condition -> condition.holds(info));
    }

    boolean leadsTo(DeviceContext controller) {
        return guest.equals(controller.domainName())
                || guest.equals(controller.id().toString());
    }
}
