// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.qusb;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.xenbay.api.device.DeviceContext;
import org.xenbay.api.device.NodeValues;

/**
 * Nodes {@code port-told/1} and on: the last report of each port to the guest, speed and device. A daemon that takes over after
 * a crash reads them. On the device's executor.
 */
final class ReportedPortNodes {

    private static final String NODE = "port-told/";

    private static final Pattern TOLD = Pattern.compile("([1-3]) (.+)");

    private final DeviceContext context;
    private final List<Port> ports;

    ReportedPortNodes(DeviceContext context, List<Port> ports) {
        this.context = context;
        this.ports = ports;
    }

    /** A new connection: nothing has been reported to the guest. */
    void clear() {
        Map<String, String> nodes = new HashMap<>();
        read().forEach((port, text) -> nodes.put(NODE + port.number(), ""));
        context.publish(nodes);
    }

    /** A change was reported to the guest. */
    void write(Port port) {
        context.publish(Map.of(NODE + port.number(), port.toldNode()));
    }

    /** Makes the ports wait for the devices that were reported to the guest and are still assigned. */
    void restore() {
        read().forEach((port, text) -> {
            Matcher matcher = TOLD.matcher(text);
            if (matcher.matches()) {
                int speed = Integer.parseInt(matcher.group(1));
                if (matcher.group(2).equals(port.wanted())) {
                    port.await(speed, false);
                } else {
                    port.restore(speed);
                }
            }
        });
    }

    private Map<Port, String> read() {
        NodeValues nodes =
                context.backend(ports.stream().map(port -> NODE + port.number()).toArray(String[]::new));
        Map<Port, String> told = new HashMap<>();
        for (Port port : ports) {
            nodes.text(NODE + port.number()).filter(text -> !text.isEmpty()).ifPresent(text -> told.put(port, text));
        }
        return told;
    }
}
