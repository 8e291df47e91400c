// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.qusb;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.xenbay.api.usb.UsbSpeed;
import org.xenbay.frontend.usb.GuestDevice;
import org.xenbay.usb.disk.UsbDisk;

/** A guest that has a disk made of software in port 1. */
final class DiskBench implements AutoCloseable {

    private static final int HIGH = 3;

    final UsbBench bench = new UsbBench();
    final UsbBench.Plugged guest;
    final Path image;
    /** What the image has at the beginning. */
    final byte[] content;

    private final UsbDisk disk;

    /**
     * @param folder gets the image
     * @param size bytes of the image
     */
    DiskBench(Path folder, int size) throws Exception {
        content = new byte[size];
        new Random(1).nextBytes(content);
        image = Files.write(folder.resolve("disk.img"), content);
        disk = UsbDisk.open("disk0", image, false, UsbSpeed.HIGH, "42");
        bench.plug(disk.device());
        guest = bench.connect("one", "ports=2", "port/1=disk0");
        guest.awaitSpeed(1, HIGH);
    }

    /** @return the disk as the guest sees it, to be enumerated */
    GuestDevice device() {
        return new GuestDevice(guest.controller, 1);
    }

    @Override
    public void close() throws IOException {
        bench.close();
        disk.close();
    }
}
