// SPDX-License-Identifier: Apache-2.0
package org.xenbay.nativexen.usb;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.xenbay.nativexen.descriptor.KeeperProcess;

/** Finds other programs that have files of devices open, if this process has the permission to see them. */
final class OpenFiles {

    /** Loses no data: udev opens every new device for a moment. */
    private static final String UDEV = "udev";

    private final Path processes;

    /**
     * A program that has a file open.
     *
     * @param file the file
     * @param name the program's
     * @param process its number
     */
    record Program(Path file, String name, String process) {

        String words() {
            return name + " (process " + process + ")";
        }
    }

    /** @param root the root of the file system */
    OpenFiles(Path root) {
        this.processes = root.resolve("proc");
    }

    /** Adds each program that has one of the files open and may lose data, in words. */
    void of(List<KernelDevice> devices, Set<String> uses) throws IOException {
        if (devices.isEmpty()) {
            return;
        }
        programs(devices.stream().map(device -> Path.of(device.node())).collect(Collectors.toSet())).stream()
                .filter(program -> !program.name().contains(UDEV))
                .forEach(program -> uses.add(program.file() + " is open in " + program.words()));
    }

    /**
     * Ignores this process, and its keeper, which shares this process's descriptors.
     *
     * @return each program that has one of the files open
     */
    List<Program> programs(Set<Path> files) throws IOException {
        List<Program> found = new ArrayList<>();
        if (!Files.isDirectory(processes)) {
            return found;
        }
        String own = Long.toString(ProcessHandle.current().pid());
        try (DirectoryStream<Path> all = Files.newDirectoryStream(processes, "[0-9]*")) {
            for (Path process : all) {
                if (!process.getFileName().toString().equals(own)) {
                    look(process, files, found);
                }
            }
        } catch (DirectoryIteratorException failed) {
            throw failed.getCause();
        }
        return found;
    }

    private static void look(Path process, Set<Path> files, List<Program> found) {
        try (DirectoryStream<Path> open = Files.newDirectoryStream(process.resolve("fd"))) {
            for (Path descriptor : open) {
                Path file = Files.isSymbolicLink(descriptor) ? Files.readSymbolicLink(descriptor) : descriptor;
                if (files.contains(file)) {
                    String name = KernelDevice.text(process.resolve("comm"));
                    if (!name.equals(KeeperProcess.NAME)) {
                        found.add(new Program(file, name, process.getFileName().toString()));
                    }
                }
            }
        } catch (IOException | DirectoryIteratorException endedOrForbidden) {
            // The process has ended, or this process has no permission to see its files.
        }
    }
}
