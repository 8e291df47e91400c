// SPDX-License-Identifier: Apache-2.0
package org.xenbay.nativexen.usb;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A device that the host's drivers have made from a USB device: a disk, a partition, a network interface, a terminal.
 *
 * @param folder in sysfs
 * @param subsystem such as {@code block}, {@code net}, {@code tty}
 * @param node path of its file, such as {@code /dev/sdb1}; its name when it has no file
 * @param number major and minor number, {@code 8:17}; empty when it has no file
 */
record KernelDevice(Path folder, String subsystem, String node, String number) {

    static final String BLOCK = "block";
    static final String NET = "net";

    /** Most folders searched below a device: a partition of its disk is seven folders down. */
    private static final int MAX_DEPTH = 14;

    private static final String NAME = "DEVNAME=";

    /**
     * @param usbDevice its folder in sysfs
     * @return the devices below it
     * @throws IOException when it cannot be read, for example because it was unplugged meanwhile
     */
    static List<KernelDevice> below(Path usbDevice) throws IOException {
        Path top = usbDevice.toRealPath();
        List<KernelDevice> found = new ArrayList<>();
        try (Stream<Path> folders =
                Files.find(top, MAX_DEPTH, (path, attributes) -> attributes.isDirectory() && !path.equals(top))) {
            for (Path folder : (Iterable<Path>) folders::iterator) {
                if (Files.exists(folder.resolve("dev"))) {
                    found.add(ofFile(folder));
                } else if (folder.getName(folder.getNameCount() - 2).toString().equals(NET)) {
                    found.add(new KernelDevice(folder, NET, folder.getFileName().toString(), ""));
                }
            }
        } catch (UncheckedIOException failed) {
            throw failed.getCause();
        }
        return found;
    }

    private static KernelDevice ofFile(Path folder) throws IOException {
        String name = text(folder.resolve("uevent"))
                .lines()
                .filter(line -> line.startsWith(NAME))
                .map(line -> line.substring(NAME.length()))
                .findFirst()
                .orElse(folder.getFileName().toString());
        Path subsystem = folder.resolve("subsystem");
        String kind = Files.exists(subsystem, LinkOption.NOFOLLOW_LINKS)
                ? Files.readSymbolicLink(subsystem).getFileName().toString()
                : "";
        return new KernelDevice(folder, kind, "/dev/" + name, text(folder.resolve("dev")));
    }

    static String text(Path file) throws IOException {
        // Names may contain any bytes: invalid UTF-8 is replaced.
        return new String(Files.readAllBytes(file), StandardCharsets.UTF_8).strip();
    }

    boolean isBlock() {
        return subsystem.equals(BLOCK);
    }

    /** @return whether it is a whole disk */
    boolean isDisk() {
        return isBlock() && !Files.exists(folder.resolve("partition"));
    }

    /**
     * Ignores input devices and sound cards: desktops and sound servers have them open, and lose no data.
     *
     * @return whether a program that has its file open would lose data
     */
    boolean countsWhenOpen() {
        return switch (subsystem) {
            case NET, "input", "usb", "usb_device" -> false;
            case "sound" -> node.startsWith("/dev/snd/pcm") || node.startsWith("/dev/snd/midi");
            default -> true;
        };
    }
}
