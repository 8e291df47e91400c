// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.qusb;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.xenbay.frontend.usb.GuestDevice;
import org.xenbay.frontend.usb.GuestDisk;

/** A guest uses a disk made of software, through both rings. */
@Timeout(60)
class SoftwareDiskTest {

    @TempDir
    Path folder;

    @Test
    void aGuestReadsAndWritesBlocksOfAnImage() throws Exception {
        try (DiskBench disk = new DiskBench(folder, 1 << 20)) {
            UsbBench.Plugged guest = disk.guest;
            byte[] content = disk.content;
            GuestDevice device = disk.device();
            device.enumerate(2);
            GuestDisk blocks = new GuestDisk(device);
            assertThat(blocks.blocks()).isEqualTo(2048);
            assertThat(blocks.read(0, 2048)).isEqualTo(content);
            byte[] news = new byte[200 * GuestDisk.BLOCK];
            new Random(2).nextBytes(news);
            blocks.write(100, news);
            assertThat(blocks.read(100, 200)).isEqualTo(news);
            System.arraycopy(news, 0, content, 100 * GuestDisk.BLOCK, news.length);
            assertThat(Files.readAllBytes(disk.image)).isEqualTo(content);
            assertThat(guest.controller.violations()).isEmpty();
        }
    }
}
