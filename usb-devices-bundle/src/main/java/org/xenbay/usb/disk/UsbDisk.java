// SPDX-License-Identifier: Apache-2.0
package org.xenbay.usb.disk;

import java.io.IOException;
import java.nio.file.Path;
import org.xenbay.api.usb.UsbSpeed;
import org.xenbay.usb.software.DescriptorBuilder;
import org.xenbay.usb.software.Descriptors;
import org.xenbay.usb.software.SoftwareDevice;

/** A disk whose blocks are in an image file. */
public final class UsbDisk implements AutoCloseable {

    /** Vendor "The Linux Foundation", which software USB devices use (usb.ids). */
    private static final int VENDOR = 0x1D6B;

    private static final int PRODUCT = 0x0104;
    private static final int MASS_STORAGE = 8;
    private static final int SCSI = 6;
    private static final int BULK_ONLY = 0x50;
    private static final int BULK = 2;
    private static final int HIGH_PACKET = 512;
    private static final int FULL_PACKET = 64;

    private final DiskImage image;
    private final SoftwareDevice device;

    private UsbDisk(DiskImage image, SoftwareDevice device) {
        this.image = image;
        this.device = device;
    }

    /**
     * @param name its path among USB devices; begins with a letter
     * @param file the image file
     * @param readOnly whether guests only read it
     * @param speed speed of its connection
     * @param serial its serial number
     * @return the disk
     * @throws IOException one line that says why the image cannot be used
     */
    public static UsbDisk open(String name, Path file, boolean readOnly, UsbSpeed speed, String serial)
            throws IOException {
        DiskImage image = DiskImage.open(file, readOnly);
        int packet = speed == UsbSpeed.HIGH ? HIGH_PACKET : FULL_PACKET;
        Descriptors descriptors = new DescriptorBuilder(VENDOR, PRODUCT, 0)
                .addInterface(2, MASS_STORAGE, SCSI, BULK_ONLY)
                .addEndpoint(BulkOnly.IN, BULK, packet, 0)
                .addEndpoint(BulkOnly.OUT, BULK, packet, 0)
                .build("Xenbay", "Software disk", serial);
        return new UsbDisk(
                image, new SoftwareDevice(name, speed, descriptors, () -> new BulkOnly(name, image, serial)));
    }

    /** @return the device, to be registered */
    public SoftwareDevice device() {
        return device;
    }

    /** Unplugs it and closes the image. */
    @Override
    public void close() throws IOException {
        device.close();
        image.close();
    }
}
