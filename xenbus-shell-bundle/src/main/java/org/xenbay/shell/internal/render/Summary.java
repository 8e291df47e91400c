// SPDX-License-Identifier: Apache-2.0
package org.xenbay.shell.internal.render;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.xenbay.api.management.DeviceView;
import org.xenbay.api.management.DeviceView.Health;

/** The numbers of devices by health, in a line. */
final class Summary {

    private Summary() {}

    static String of(List<DeviceView> devices, Page page) {
        Map<Health, Integer> counts = new EnumMap<>(Health.class);
        devices.forEach(device -> counts.merge(device.health(), 1, Integer::sum));
        String head = switch (devices.size()) {
            case 0 -> "no devices";
            case 1 -> "1 device";
            default -> devices.size() + " devices";
        };
        List<String> plain = new ArrayList<>(List.of(head));
        List<String> painted = new ArrayList<>(plain);
        counts.forEach((health, count) -> {
            String part = DeviceHealth.counted(health, count);
            plain.add(part);
            painted.add(Colour.of(DeviceHealth.tone(health)).paint(part, page));
        });
        String line = String.join(", ", plain);
        return Text.width(line) > page.columns() ? Text.fit(line, page.columns()) : String.join(", ", painted);
    }
}
