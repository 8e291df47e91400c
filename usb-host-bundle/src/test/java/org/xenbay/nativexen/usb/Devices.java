// SPDX-License-Identifier: Apache-2.0
package org.xenbay.nativexen.usb;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.xenbay.api.usb.UsbDescriptors;
import org.xenbay.api.usb.UsbDeviceInfo;
import org.xenbay.api.usb.UsbSpeed;

/** Devices as sysfs describes them. */
final class Devices {

    private static final int CLASS_STORAGE = 8;

    private Devices() {}

    /**
     * @return descriptors of a device with two interfaces: 0 with bulk endpoints 0x81 and 0x02, 1 with an isochronous
     *     endpoint 0x83 in alternate setting 1; a second configuration has interface 0 without endpoints
     */
    static byte[] composite(int deviceClass) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        put(bytes, 18, 1, 0, 2, deviceClass, 0, 0, 64, 0xF4, 0x46, 1, 0, 0, 0, 1, 2, 3, 2);
        put(bytes, 9, 2, 57, 0, 2, 1, 0, 0x80, 50);
        put(bytes, 9, 4, 0, 0, 2, CLASS_STORAGE, 6, 80, 0);
        put(bytes, 7, 5, 0x81, 2, 0, 2, 0);
        put(bytes, 7, 5, 0x02, 2, 0, 2, 0);
        put(bytes, 9, 4, 1, 0, 0, 1, 2, 0, 0);
        put(bytes, 9, 4, 1, 1, 1, 1, 2, 0, 0);
        put(bytes, 7, 5, 0x83, 1, 192, 0, 1);
        put(bytes, 9, 2, 18, 0, 1, 2, 0, 0x80, 50);
        put(bytes, 9, 4, 0, 0, 0, 0xFF, 0, 0, 0);
        return bytes.toByteArray();
    }

    private static void put(ByteArrayOutputStream bytes, int... values) {
        for (int value : values) {
            bytes.write(value);
        }
    }

    static HostDevice device(Path node, int deviceClass) {
        return new HostDevice(
                new UsbDeviceInfo(
                        "2-1", 2, 5, UsbSpeed.HIGH, new UsbDescriptors(composite(deviceClass)), "S1", "Maker Disk"),
                node);
    }

    /** Plugs a device in: what the kernel makes of it below a root. */
    static Path plug(Path root, String path, int bus, int address) throws IOException {
        Path folder =
                Files.createDirectories(root.resolve("sys/bus/usb/devices").resolve(path));
        Files.write(folder.resolve("descriptors"), composite(0));
        Files.writeString(folder.resolve("busnum"), bus + "\n");
        Files.writeString(folder.resolve("devnum"), address + "\n");
        Files.writeString(folder.resolve("speed"), "480\n");
        Files.writeString(folder.resolve("serial"), "S" + address + "\n");
        Files.writeString(folder.resolve("product"), "Disk\u001b[2J\n");
        Path busFolder = Files.createDirectories(root.resolve("dev/bus/usb/%03d".formatted(bus)));
        return Files.createFile(busFolder.resolve("%03d".formatted(address)));
    }

    /** Pulls it out. */
    static void pull(Path root, String path, Path node) throws IOException {
        Path folder = root.resolve("sys/bus/usb/devices").resolve(path);
        try (var files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(folder);
        Files.delete(node);
    }
}
