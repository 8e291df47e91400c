// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.qusb.command;

import java.util.List;
import java.util.Optional;
import org.xenbay.api.device.DeviceId;

/**
 * A USB device at one moment, or a missing device that is assigned to a guest's port.
 *
 * @param path its place: bus and ports, {@code 2-1.4}, or the name of a software device
 * @param hardware vendor and product, {@code 046d:c31c}; empty while it is missing
 * @param serial its serial number; empty when it has none
 * @param name maker and product in words
 * @param megabits its speed in Mbit/s; empty while it is missing
 * @param classes its classes and those of its interfaces, two hexadecimal digits each
 * @param controller the controller that it is assigned to; empty while the host has it
 * @param port the port that it is assigned to; 0 while the host has it
 * @param state {@code free}, {@code plugged in}, {@code waits for the guest's driver}, or why it is not plugged in
 */
public record UsbDeviceView(
        String path,
        String hardware,
        String serial,
        String name,
        String megabits,
        List<String> classes,
        Optional<DeviceId> controller,
        int port,
        String state) {

    /** Copies the classes. */
    public UsbDeviceView {
        classes = List.copyOf(classes);
    }
}
