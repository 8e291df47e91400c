// SPDX-License-Identifier: Apache-2.0
package org.xenbay.nativexen.usb;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import org.xenbay.api.file.Errno;
import org.xenbay.api.usb.UsbException;
import org.xenbay.api.usb.UsbException.Reason;
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

    /** @return the program that has a device's file open, if this process has the permission to see it; only a hint */
    static String holder(Path node) {
        try {
            return new OpenFiles(Path.of("/"))
                    .programs(Set.of(node)).stream()
                            .map(OpenFiles.Program::words)
                            .findFirst()
                            .orElse(UNKNOWN);
        } catch (IOException unreadable) {
            return UNKNOWN;
        }
    }
}
