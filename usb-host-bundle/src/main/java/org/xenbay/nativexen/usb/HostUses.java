// SPDX-License-Identifier: Apache-2.0
package org.xenbay.nativexen.usb;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.xenbay.api.text.ShownText;

/**
 * Finds uses of a USB device by the host itself, in {@code /sys} and {@code /proc}: uses that would lose data or a connection
 * if the device were unplugged.
 */
final class HostUses {

    private static final Path INITIAL = Path.of("proc/1");
    private static final Path SELF = Path.of("proc/self");

    /** Scope of a link-local address in {@code /proc/net/if_inet6}; every interface that is up has one. */
    private static final String LINK_LOCAL = "20";

    private final Path root;
    private final OpenFiles files;

    /** @param root the root of the file system */
    HostUses(Path root) {
        this.root = root;
        this.files = new OpenFiles(root);
    }

    private Path folder(HostDevice device) {
        return root.resolve("sys/bus/usb/devices").resolve(device.info().path());
    }

    /** A device that is gone from sysfs has no uses. */
    private List<KernelDevice> devices(HostDevice device) throws IOException {
        Path folder = folder(device);
        return Files.isDirectory(folder) ? KernelDevice.below(folder) : List.of();
    }

    /** @return the paths of the device's disks */
    List<Path> disks(HostDevice device) throws IOException {
        return devices(device).stream()
                .filter(KernelDevice::isDisk)
                .map(disk -> root.resolve(disk.node().substring(1)))
                .toList();
    }

    /**
     * @return each use in words, without control characters; empty when the device can be unplugged
     * @throws IOException when it cannot be determined
     */
    List<String> of(HostDevice device) throws IOException {
        List<KernelDevice> all = devices(device);
        Map<String, KernelDevice> blocks = all.stream()
                .filter(KernelDevice::isBlock)
                .collect(Collectors.toMap(KernelDevice::node, Function.identity(), (one, same) -> one));
        Set<String> uses = new LinkedHashSet<>();
        if (!blocks.isEmpty()) {
            mounts(blocks, uses);
            swaps(blocks, uses);
            for (KernelDevice block : blocks.values()) {
                holders(block, uses);
            }
            loops(blocks, uses);
            guestsDisks(blocks, uses);
        }
        for (KernelDevice each : all) {
            if (each.subsystem().equals(KernelDevice.NET)) {
                network(each, uses);
            }
        }
        files.of(all.stream().filter(KernelDevice::countsWhenOpen).toList(), uses);
        // Mount points may be named after a disk's label, and programs choose their names.
        return uses.stream().map(ShownText::of).toList();
    }

    private List<String> lines(Path file) throws IOException {
        Path there = root.resolve(file);
        return Files.isReadable(there) ? KernelDevice.text(there).lines().toList() : List.of();
    }

    /** Also reads the mounts of the first process, because the daemon may have its own mount namespace (proc(5)). */
    private void mounts(Map<String, KernelDevice> blocks, Set<String> uses) throws IOException {
        for (Path process : List.of(INITIAL, SELF)) {
            for (String line : lines(process.resolve("mountinfo"))) {
                String[] fields = line.split(" ");
                int separator = List.of(fields).indexOf("-");
                if (fields.length < 5 || separator < 0 || separator + 2 >= fields.length) {
                    continue;
                }
                // A file system on several disks, such as btrfs, has its own number; its source names one of the disks.
                String source = unescaped(fields[separator + 2]);
                blocks.values().stream()
                        .filter(block ->
                                block.number().equals(fields[2]) || block.node().equals(source))
                        .forEach(block -> uses.add(block.node() + " is mounted on " + unescaped(fields[4])));
            }
        }
    }

    private static String unescaped(String path) {
        return path.replace("\\040", " ").replace("\\134", "\\");
    }

    private void swaps(Map<String, KernelDevice> blocks, Set<String> uses) throws IOException {
        for (String line : lines(Path.of("proc/swaps"))) {
            String path = unescaped(line.split("\\s")[0]);
            if (blocks.containsKey(path)) {
                uses.add(path + " is swap space");
            }
        }
    }

    /** LVM, MD RAID, dm-crypt, bcache: drivers that make a block device from another one. */
    private void holders(KernelDevice block, Set<String> uses) throws IOException {
        for (Path holder : list(block.folder().resolve("holders"), "*")) {
            String name = holder.getFileName().toString();
            Path words = root.resolve("sys/block").resolve(name).resolve("dm/name");
            String inWords = Files.exists(words) ? " (" + KernelDevice.text(words) + ")" : "";
            uses.add(block.node() + " is part of " + name + inWords);
        }
    }

    private void loops(Map<String, KernelDevice> blocks, Set<String> uses) throws IOException {
        for (Path loop : list(root.resolve("sys/block"), "loop*")) {
            Path backing = loop.resolve("loop/backing_file");
            if (Files.exists(backing) && blocks.containsKey(KernelDevice.text(backing))) {
                uses.add(KernelDevice.text(backing) + " is used by " + loop.getFileName());
            }
        }
    }

    /** Disks that the kernel serves to guests (xen-blkback), which are open without a program and without a claim. */
    private void guestsDisks(Map<String, KernelDevice> blocks, Set<String> uses) throws IOException {
        for (Path disk : list(root.resolve("sys/bus/xen-backend/devices"), "vbd-*")) {
            Path number = disk.resolve("physical_device");
            String hexadecimal = Files.exists(number) ? KernelDevice.text(number) : "";
            blocks.values().stream()
                    .filter(block -> hexadecimal(block.number()).equals(hexadecimal))
                    .forEach(block -> uses.add(block.node() + " is a guest's disk (" + disk.getFileName() + ")"));
        }
    }

    private static String hexadecimal(String number) {
        String[] parts = number.split(":");
        return Integer.toHexString(Integer.parseInt(parts[0])) + ":" + Integer.toHexString(Integer.parseInt(parts[1]));
    }

    private void network(KernelDevice network, Set<String> uses) throws IOException {
        Path master = network.folder().resolve("master");
        if (Files.isSymbolicLink(master)) {
            uses.add("network interface " + network.node() + " is part of "
                    + Files.readSymbolicLink(master).getFileName());
        }
        boolean routes =
                lines(Path.of("proc/net/route")).stream().anyMatch(line -> line.split("\\s")[0].equals(network.node()));
        boolean addresses = lines(Path.of("proc/net/if_inet6")).stream()
                .map(line -> line.strip().split("\\s+"))
                .anyMatch(fields ->
                        fields.length == 6 && fields[5].equals(network.node()) && !fields[3].equals(LINK_LOCAL));
        if (routes || addresses) {
            uses.add("network interface " + network.node() + " has an address");
        }
    }

    private static List<Path> list(Path folder, String glob) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder, glob)) {
            List<Path> found = new ArrayList<>();
            entries.forEach(found::add);
            return found;
        } catch (DirectoryIteratorException failed) {
            throw failed.getCause();
        }
    }
}
