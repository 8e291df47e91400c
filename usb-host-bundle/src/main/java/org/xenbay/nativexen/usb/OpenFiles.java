// SPDX-License-Identifier: Apache-2.0
package org.xenbay.nativexen.usb;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.xenbay.nativexen.descriptor.KeeperProcess;

/** Finds programs that have files of devices open, if this process has the permission to see them. */
final class OpenFiles {

    /** Ignored: udev opens every new device for a moment. */
    private static final String UDEV = "udev";

    private final Path processes;

    /** @param root the root of the file system */
    OpenFiles(Path root) {
        this.processes = root.resolve("proc");
    }

    /** Adds each program that has one of the files open, in words. */
    void of(List<KernelDevice> devices, Set<String> uses) throws IOException {
        if (devices.isEmpty() || !Files.isDirectory(processes)) {
            return;
        }
        Map<Path, KernelDevice> byNode = devices.stream()
                .collect(Collectors.toMap(device -> Path.of(device.node()), Function.identity(), (one, same) -> one));
        String own = Long.toString(ProcessHandle.current().pid());
        try (DirectoryStream<Path> all = Files.newDirectoryStream(processes, "[0-9]*")) {
            for (Path process : all) {
                if (!process.getFileName().toString().equals(own)) {
                    look(process, byNode, uses);
                }
            }
        } catch (DirectoryIteratorException failed) {
            throw failed.getCause();
        }
    }

    private static void look(Path process, Map<Path, KernelDevice> byNode, Set<String> uses) {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(process.resolve("fd"))) {
            for (Path file : files) {
                KernelDevice device = Files.isSymbolicLink(file) ? byNode.get(Files.readSymbolicLink(file)) : null;
                if (device != null) {
                    String name = KernelDevice.text(process.resolve("comm"));
                    if (!name.contains(UDEV) && !name.equals(KeeperProcess.NAME)) {
                        uses.add(device.node() + " is open in " + name + " (process " + process.getFileName() + ")");
                    }
                }
            }
        } catch (IOException | DirectoryIteratorException endedOrForbidden) {
            // The process has ended, or this process has no permission to see its files.
        }
    }
}
