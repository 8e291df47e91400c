// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.qusb.command;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.xenbay.api.device.DeviceId;

/** A disk that guest 5 has, and a keyboard of the host's. */
final class FakeUsbPorts implements UsbPorts {
    private static final DeviceId ID = DeviceId.parse("5/qusb/0");

    @Override
    public List<UsbDeviceView> devices() {
        return List.of(
                new UsbDeviceView(
                        "2-1", "46f4:0001", "42", "Disk", "480", List.of("08"), Optional.of(ID), 1, "plugged in"),
                new UsbDeviceView(
                        "2-2", "046d:c31c", "", "Keyboard", "1.5", List.of("03"), Optional.empty(), 0, "free"));
    }

    @Override
    public List<DeviceId> controllers() {
        return List.of(ID);
    }

    private static CompletableFuture<Integer> attach(String path, DeviceId controller, int port) {
        if (!controller.equals(ID)) {
            throw new IllegalArgumentException("there is no USB controller " + controller);
        }
        return path.equals("2-2")
                ? CompletableFuture.completedFuture(port == 0 ? 2 : port)
                : CompletableFuture.failedFuture(new IllegalStateException(
                        "no USB device at " + path + (path.equals("2-4") ? "\u001b[2J" : "")));
    }

    @Override
    public CompletableFuture<Integer> attach(String path, DeviceId controller, int port, boolean force) {
        return force && path.equals("2-3") ? CompletableFuture.completedFuture(7) : attach(path, controller, port);
    }

    @Override
    public CompletableFuture<DeviceId> detach(String path) {
        if (!path.equals("2-1")) {
            throw new IllegalArgumentException("no guest has or wants a USB device " + path);
        }
        return CompletableFuture.completedFuture(ID);
    }
}
