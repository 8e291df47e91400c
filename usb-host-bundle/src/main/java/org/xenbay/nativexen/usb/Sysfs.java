// SPDX-License-Identifier: Apache-2.0
package org.xenbay.nativexen.usb;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.xenbay.api.usb.UsbDescriptors;
import org.xenbay.api.usb.UsbDeviceInfo;
import org.xenbay.api.usb.UsbSpeed;

/**
 * The host's devices as the kernel lists them below {@code /sys/bus/usb/devices} (Documentation/ABI/stable/sysfs-bus-usb):
 * their numbers and strings can be read there without opening the devices.
 */
final class Sysfs {

    private static final System.Logger LOG = System.getLogger(Sysfs.class.getName());

    /** Devices are named {@code 2-1.4}; interfaces have a colon, root hubs begin with a letter. */
    private static final String DEVICE_NAME = "[0-9]+-[0-9]+(\\.[0-9]+)*";

    /** Control and format characters (Unicode's Cc and Cf), and line and paragraph separators. */
    private static final String UNPRINTABLE = "[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]";

    /** Longest text that is kept of a device. */
    private static final int MAX_TEXT = 126;

    private final Path root;

    /** @param root the root of the file system */
    Sysfs(Path root) {
        this.root = root;
    }

    private Path folder() {
        return root.resolve("sys/bus/usb/devices");
    }

    /** @return whether the kernel supports USB */
    boolean isThere() {
        return Files.isDirectory(folder());
    }

    /** @return whether the kernel lists a device at that path */
    boolean has(String path) {
        return Files.isDirectory(folder().resolve(path));
    }

    /**
     * @return the present devices that can be read, without root hubs
     * @throws IOException when they cannot be listed
     */
    List<HostDevice> devices() throws IOException {
        List<HostDevice> devices = new ArrayList<>();
        if (!isThere()) {
            return devices;
        }
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(
                folder(), path -> path.getFileName().toString().matches(DEVICE_NAME))) {
            folders.forEach(device -> read(device).ifPresent(devices::add));
        } catch (DirectoryIteratorException failed) {
            throw failed.getCause();
        }
        return devices;
    }

    /** Leaves out a device that is unplugged during the reading; a new one is read again when its file appears. */
    private Optional<HostDevice> read(Path device) {
        try {
            int bus = Integer.parseInt(text(device, "busnum"));
            int address = Integer.parseInt(text(device, "devnum"));
            UsbDeviceInfo info = new UsbDeviceInfo(
                    device.getFileName().toString(),
                    bus,
                    address,
                    speed(text(device, "speed")),
                    new UsbDescriptors(Files.readAllBytes(device.resolve("descriptors"))),
                    words(device, "serial"),
                    (words(device, "manufacturer") + " " + words(device, "product")).strip());
            return Optional.of(new HostDevice(info, root.resolve("dev/bus/usb/%03d/%03d".formatted(bus, address))));
        } catch (IOException | IllegalArgumentException unreadable) {
            LOG.log(Level.DEBUG, "a USB device is left out: {0}: {1}", device, unreadable.toString());
            return Optional.empty();
        }
    }

    private static UsbSpeed speed(String megabits) {
        for (UsbSpeed speed : UsbSpeed.values()) {
            if (speed.megabits().equals(megabits)) {
                return speed;
            }
        }
        // 20000 for two lanes, and future speeds.
        return UsbSpeed.SUPER_PLUS;
    }

    private static String text(Path device, String attribute) throws IOException {
        return Files.readString(device.resolve(attribute), StandardCharsets.ISO_8859_1)
                .strip();
    }

    /** Cleans a device's text, which may contain anything, for terminals and logs. */
    private static String words(Path device, String attribute) throws IOException {
        Path file = device.resolve(attribute);
        if (!Files.exists(file)) {
            return "";
        }
        String said = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
        String clean = said.replaceAll(UNPRINTABLE, "").strip();
        return clean.length() > MAX_TEXT ? clean.substring(0, MAX_TEXT) : clean;
    }
}
