// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.qusb;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.xenbay.api.usb.UsbSpeed;
import org.xenbay.frontend.usb.GuestDevice;
import org.xenbay.frontend.usb.GuestDisk;
import org.xenbay.usb.disk.UsbDisk;

/** A guest uses a disk made of software, through both rings. */
@Timeout(60)
class SoftwareDiskTest {

    private static final int HIGH = 3;

    @TempDir
    Path folder;

    @Test
    void aGuestReadsAndWritesBlocksOfAnImage() throws Exception {
        byte[] content = new byte[1 << 20];
        new Random(1).nextBytes(content);
        Path image = Files.write(folder.resolve("disk.img"), content);
        try (UsbDisk disk = UsbDisk.open("disk0", image, false, UsbSpeed.HIGH, "42");
                UsbBench bench = new UsbBench()) {
            bench.plug(disk.device());
            UsbBench.Plugged guest = bench.connect("one", "ports=2", "port/1=disk0");
            guest.awaitSpeed(1, HIGH);
            GuestDevice device = new GuestDevice(guest.controller, 1);
            device.enumerate(2);
            GuestDisk blocks = new GuestDisk(device);
            assertThat(blocks.blocks()).isEqualTo(2048);
            assertThat(blocks.read(0, 2048)).isEqualTo(content);
            byte[] news = new byte[200 * GuestDisk.BLOCK];
            new Random(2).nextBytes(news);
            blocks.write(100, news);
            assertThat(blocks.read(100, 200)).isEqualTo(news);
            System.arraycopy(news, 0, content, 100 * GuestDisk.BLOCK, news.length);
            assertThat(Files.readAllBytes(image)).isEqualTo(content);
            assertThat(guest.controller.violations()).isEmpty();
        }
    }
}
