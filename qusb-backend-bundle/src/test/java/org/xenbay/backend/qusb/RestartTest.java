// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.qusb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.xenbay.api.device.XenbusState;
import org.xenbay.frontend.usb.GuestDevice;
import org.xenbay.frontend.usb.GuestDisk;
import org.xenbay.frontend.usb.GuestResult;
import org.xenbay.frontend.usb.GuestUrb;

/** The daemon ends and is started again under guests that use USB devices. */
@Timeout(60)
class RestartTest {

    private static final int HIGH = 3;

    @TempDir
    Path folder;

    @Test
    void aDiskIsStillPluggedInAndWorksOn() throws Exception {
        try (DiskBench disk = new DiskBench(folder, 1 << 18)) {
            UsbBench bench = disk.bench;
            UsbBench.Plugged guest = disk.guest;
            byte[] content = disk.content;
            GuestDevice device = disk.device();
            device.enumerate(5);
            GuestDisk blocks = new GuestDisk(device);
            assertThat(blocks.read(0, 10)).hasSize(5120);
            for (int i = 0; i < 3; i++) {
                bench.restartDaemon(() -> {});
                assertThat(blocks.read(0, 512)).isEqualTo(content);
            }
            assertThat(guest.controller.plugEvents())
                    .as("the guest noticed nothing")
                    .containsExactly("1:3");
            assertThat(guest.probe.backendStates()).doesNotContain(XenbusState.CLOSING, XenbusState.CLOSED);
            assertThat(guest.controller.violations()).isEmpty();
        }
    }

    @Test
    void requestsThatWereUnderWayAreAnsweredAsFailedInWhateverOrderOthersWereAnswered() throws Exception {
        ManualDevice device = new ManualDevice("2-1");
        try (UsbBench bench = new UsbBench()) {
            bench.plug(device);
            UsbBench.Plugged guest = bench.connect("one", "ports=1", "port/1=2-1");
            guest.awaitSpeed(1, HIGH);
            guest.address(3);
            CompletableFuture<GuestResult> first = guest.controller.submit(GuestUrb.bulk(1, 3, 0x81, new byte[8]));
            CompletableFuture<GuestResult> second = guest.controller.submit(GuestUrb.bulk(1, 3, 2, new byte[8]));
            CompletableFuture<GuestResult> third = guest.controller.submit(GuestUrb.bulk(1, 3, 0x81, new byte[8]));
            device.next();
            ManualDevice.Asked early = device.next();
            device.next();
            early.done();
            assertThat(GuestDevice.await(second).status()).isZero();
            CompletableFuture<?>[] late = new CompletableFuture<?>[1];
            bench.restartDaemon(() -> late[0] = guest.controller.submit(GuestUrb.bulk(1, 3, 2, new byte[] {7})));
            assertThat(GuestDevice.await(first).status()).isEqualTo(-71);
            assertThat(GuestDevice.await(third).status()).isEqualTo(-71);
            ManualDevice.Asked next = device.next();
            assertThat(next.data()).containsExactly(7);
            next.done();
            late[0].join();
            assertThat(guest.controller.violations()).isEmpty();
            assertThat(guest.controller.plugEvents()).containsExactly("1:3");
        }
    }

    @Test
    void aDeviceThatIsFoundLateContinuesAndRequestsWaitForIt() throws Exception {
        ManualDevice device = new ManualDevice("2-1");
        try (UsbBench bench = new UsbBench()) {
            bench.plug(device);
            UsbBench.Plugged guest = bench.connect("one", "ports=1", "port/1=2-1");
            guest.awaitSpeed(1, HIGH);
            guest.address(3);
            bench.restartDaemon(() -> bench.pull(device));
            bench.awaitServed(guest);
            CompletableFuture<GuestResult> early = guest.controller.submit(GuestUrb.bulk(1, 3, 2, new byte[] {7}));
            assertThat(guest.node("port-error/1")).isEmpty();
            bench.plug(device);
            device.next().done();
            assertThat(GuestDevice.await(early).status()).isZero();
            assertThat(guest.controller.plugEvents()).containsExactly("1:3");
        }
    }

    @Test
    void aDeviceThatWasPulledOutMeanwhileIsGone() throws Exception {
        ManualDevice device = new ManualDevice("2-1");
        ManualDevice other = new ManualDevice("2-2");
        try (UsbBench bench = new UsbBench()) {
            bench.plug(device);
            bench.plug(other);
            UsbBench.Plugged guest = bench.connect("one", "ports=2", "port/1=2-1", "port/2=2-2");
            guest.awaitSpeed(1, HIGH);
            guest.awaitSpeed(2, HIGH);
            bench.restartDaemon(() -> guest.want(1, ""));
            guest.awaitSpeed(1, 0);
            await().until(other::isOpen);
            assertThat(guest.controller.plugEvents()).containsExactlyInAnyOrder("1:3", "2:3", "1:0");
        }
    }
}
