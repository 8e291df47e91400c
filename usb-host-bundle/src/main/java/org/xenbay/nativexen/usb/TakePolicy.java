// SPDX-License-Identifier: Apache-2.0
package org.xenbay.nativexen.usb;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.xenbay.api.file.Errno;
import org.xenbay.api.usb.UsbException;
import org.xenbay.api.usb.UsbException.Reason;
import org.xenbay.nativexen.libusb.LibUsb;

/** Whether a device that the host uses is taken from the host. */
enum TakePolicy {
    /** The device is not taken while the host uses it. */
    CAREFUL {
        @Override
        Claim take(LibUsb usb, HostDevice device, HostUses uses) throws UsbException {
            List<Integer> disks = new ArrayList<>();
            try {
                // From now on no new use of a disk can begin; existing uses are found.
                List<String> unknown = claimDisks(usb, uses.disks(device), disks);
                List<String> known = uses.of(device);
                if (!known.isEmpty() || !unknown.isEmpty()) {
                    throw inUse(device, known.isEmpty() ? unknown : known);
                }
                return Claim.take(usb, device);
            } catch (UsbException refused) {
                throw refused;
            } catch (IOException unreadable) {
                throw new UsbException(
                        Reason.FAILED, device.name() + ": it is not known whether the host uses it: " + unreadable);
            } finally {
                disks.forEach(usb::closeFile);
            }
        }
    },
    /** The device is taken even then. */
    FORCED {
        @Override
        Claim take(LibUsb usb, HostDevice device, HostUses uses) throws UsbException {
            return Claim.take(usb, device);
        }
    };

    /** Most uses that a message names. */
    private static final int MAX_NAMED = 3;

    /** @throws UsbException when it cannot be taken; then the host keeps it */
    abstract Claim take(LibUsb usb, HostDevice device, HostUses uses) throws UsbException;

    /** @return disks that another program or driver has claimed, in words */
    private static List<String> claimDisks(LibUsb usb, List<Path> disks, List<Integer> descriptors) {
        List<String> busy = new ArrayList<>();
        for (Path disk : disks) {
            int descriptor = usb.openExclusively(disk.toString());
            if (descriptor >= 0) {
                descriptors.add(descriptor);
            } else if (descriptor == -Errno.EBUSY) {
                busy.add(disk + " is used by another mount namespace or a driver of the host");
            }
        }
        return busy;
    }

    private static UsbException inUse(HostDevice device, List<String> uses) {
        String more = uses.size() > MAX_NAMED ? " and " + (uses.size() - MAX_NAMED) + " more" : "";
        List<String> named = uses.subList(0, Math.min(MAX_NAMED, uses.size()));
        return new UsbException(
                Reason.IN_USE_BY_HOST, device.name() + " is in use by this host: " + String.join(", ", named) + more);
    }
}
