// SPDX-License-Identifier: Apache-2.0
package org.xenbay.nativexen.usb;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.xenbay.api.file.Errno;
import org.xenbay.api.usb.UsbException;
import org.xenbay.api.usb.UsbException.Reason;
import org.xenbay.nativexen.descriptor.KeeperProcess;
import org.xenbay.nativexen.libusb.LibUsbAbi;

/** Describes in one line why a device cannot be opened. */
final class Refusals {

    private static final String UNKNOWN = "another program";

    private Refusals() {}

    /** @return the exception for a device whose file cannot be opened */
    static UsbException ofOpen(HostDevice device, int errno, String text) {
        String what = device.name() + " cannot be opened: " + device.node() + ": ";
        return switch (errno) {
            case Errno.EACCES, Errno.EPERM ->
                new UsbException(
                        Reason.NO_PERMISSION,
                        what + text + "; xenbay has to run as root, or a udev rule to let it write there");
            case Errno.ENOENT, Errno.ENODEV, Errno.ENXIO ->
                new UsbException(Reason.NO_DEVICE, device.name() + " is gone");
            default -> new UsbException(Reason.FAILED, what + text + " (errno " + errno + ")");
        };
    }

    /** @return the exception for a failure of the library */
    static UsbException ofLibrary(HostDevice device, String what, int error) {
        if (error == LibUsbAbi.ERROR_NO_DEVICE) {
            return new UsbException(Reason.NO_DEVICE, device.name() + " is gone");
        }
        Reason reason = error == LibUsbAbi.ERROR_ACCESS ? Reason.NO_PERMISSION : Reason.FAILED;
        return new UsbException(reason, device.name() + " cannot be " + what + " (libusb error " + error + ")");
    }

    /**
     * Ignores this process's keeper, which shares this process's descriptors.
     *
     * @return the program that has a device's file open, if this process has the permission to see it; only a hint
     */
    static String holder(Path node) {
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
            String own = Long.toString(ProcessHandle.current().pid());
            for (Path process : processes) {
                String id = process.getFileName().toString();
                if (!id.equals(own) && hasOpen(process, node)) {
                    String name = Files.readString(process.resolve("comm")).strip();
                    if (!name.equals(KeeperProcess.NAME)) {
                        return name + " (process " + id + ")";
                    }
                }
            }
            return UNKNOWN;
        } catch (IOException | DirectoryIteratorException endedMeanwhile) {
            return UNKNOWN;
        }
    }

    private static boolean hasOpen(Path process, Path node) {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(process.resolve("fd"))) {
            for (Path file : files) {
                if (Files.isSymbolicLink(file) && Files.readSymbolicLink(file).equals(node)) {
                    return true;
                }
            }
            return false;
        } catch (IOException | DirectoryIteratorException endedOrForbidden) {
            return false;
        }
    }
}
