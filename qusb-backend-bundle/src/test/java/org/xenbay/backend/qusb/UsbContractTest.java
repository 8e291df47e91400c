// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.qusb;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.xenbay.api.device.DeviceId;
import org.xenbay.api.device.XenDevOps;
import org.xenbay.api.guest.Guest;
import org.xenbay.api.usb.UsbSpeed;
import org.xenbay.frontend.FrontendListener;
import org.xenbay.frontend.FrontendThreads;
import org.xenbay.frontend.usb.GuestDevice;
import org.xenbay.frontend.usb.GuestDisk;
import org.xenbay.frontend.usb.VusbFrontend;
import org.xenbay.testkit.BackendContract;
import org.xenbay.testkit.Exempt;
import org.xenbay.testkit.GuestClient;
import org.xenbay.testkit.Rule;
import org.xenbay.usb.disk.UsbDisk;

/** The contract of every device: the guest writes blocks to a USB disk, and reads them. */
@Exempt(rule = Rule.OUTLASTS_A_KILL, because = "SimulationTest kills it at each step, together with its devices")
@Timeout(60)
class UsbContractTest extends BackendContract {

    private static final Duration TIMEOUT = Duration.ofSeconds(20);
    private static final int HIGH = 3;
    private static final int BLOCKS = 200;

    @TempDir
    Path folder;

    private UsbDisk disk;

    @Override
    protected XenDevOps newVersion() {
        if (disk == null) {
            disk = open();
        }
        QusbBackend backend = new QusbBackend(QusbSettings.of(false));
        backend.addDevice(disk.device());
        return backend;
    }

    private UsbDisk open() {
        try {
            Path image = Files.write(folder.resolve("disk.img"), new byte[BLOCKS * GuestDisk.BLOCK]);
            return UsbDisk.open("disk0", image, false, UsbSpeed.HIGH, "42");
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    @Override
    protected void closeHost() {
        try {
            if (disk != null) {
                disk.close();
                disk = null;
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    @Override
    protected DeviceId device(int domain) {
        return new DeviceId(domain, "qusb", 0);
    }

    @Override
    protected Map<String, String> options() {
        return Map.of("ports", "1", "port/1", "disk0");
    }

    @Override
    protected GuestClient client(Guest domain, FrontendThreads frontends, FrontendListener listener) {
        VusbFrontend driver = new VusbFrontend(domain, 0, frontends, listener);
        Disk found = new Disk(driver);
        return GuestClient.of(driver::start, driver::unload, found::reload, driver::close, found::writeAndRead);
    }

    /** The disk as a guest uses it. */
    private static final class Disk {
        private final VusbFrontend driver;
        /** As the guest's driver knows it; null until the driver has seen it. */
        private GuestDisk blocks;

        private byte round;

        Disk(VusbFrontend driver) {
            this.driver = driver;
        }

        private CompletableFuture<Void> reload() {
            blocks = null;
            return driver.reload();
        }

        private void writeAndRead() throws InterruptedException {
            if (blocks == null) {
                blocks = find();
            }
            byte[] content = new byte[BLOCKS * GuestDisk.BLOCK];
            Arrays.fill(content, ++round);
            blocks.write(0, content);
            assertThat(blocks.read(0, BLOCKS)).isEqualTo(content);
            assertThat(driver.plugEvents()).as("it was plugged in once").containsExactly("1:" + HIGH);
            assertThat(driver.violations()).isEmpty();
        }

        private GuestDisk find() throws InterruptedException {
            assertThat(driver.await(() -> driver.speed(1) == HIGH, TIMEOUT))
                    .as("the disk is in its port: %s", driver.plugEvents())
                    .isTrue();
            GuestDevice device = new GuestDevice(driver, 1);
            device.enumerate(2);
            return new GuestDisk(device);
        }
    }
}
