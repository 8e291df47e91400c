// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.qusb;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.xenbay.api.device.DeviceContext;
import org.xenbay.api.usb.UsbDevice;
import org.xenbay.api.usb.UsbDeviceInfo;

/** Assigns free devices to free ports, each by the first rule that matches it. On the device's executor. */
final class RuleAssignments {

    private final DeviceContext context;
    private final UsbDevices devices;
    private final Plugging plugging;
    private List<Rule> rules;

    RuleAssignments(DeviceContext context, UsbDevices devices, Plugging plugging, List<Rule> rules) {
        this.context = context;
        this.devices = devices;
        this.plugging = plugging;
        this.rules = rules;
    }

    /** Applies other rules from now on. */
    void follow(List<Rule> now) {
        rules = now;
    }

    /** @param assigned called for each port that has got a device, before the next device is assigned */
    void assign(List<Port> ports, Consumer<Port> assigned) {
        for (UsbDevice device : rules.isEmpty() ? List.<UsbDevice>of() : devices.all()) {
            UsbDeviceInfo info = device.info();
            if (isAvailable(device, ports)) {
                portFor(info, ports).ifPresent(port -> {
                    plugging.assign(port, PortAssignment.ofRule(info.path()));
                    assigned.accept(port);
                });
            }
        }
    }

    private boolean isAvailable(UsbDevice device, List<Port> ports) {
        String path = device.info().path();
        return ports.stream().noneMatch(port -> port.wanted().equals(path))
                && devices.holder(path).isEmpty()
                && !devices.isHeldBack(device)
                && plugging.obstacle(device).isEmpty();
    }

    private Optional<Port> portFor(UsbDeviceInfo info, List<Port> ports) {
        return rules.stream()
                .filter(rule -> rule.isFor(info))
                .findFirst()
                .filter(rule -> rule.leadsTo(context))
                .flatMap(rule -> freePort(ports, rule.port()));
    }

    /**
     * @param number of the port; 0 for any
     * @return the first of these ports that is free, if there is one
     */
    static Optional<Port> freePort(List<Port> ports, int number) {
        return ports.stream()
                .filter(port -> port.isFree() && (number == 0 || port.number() == number))
                .findFirst();
    }
}
