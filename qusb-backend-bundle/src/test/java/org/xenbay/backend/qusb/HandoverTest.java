// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.qusb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.xenbay.api.device.Parked;
import org.xenbay.api.device.XenbusState;
import org.xenbay.api.usb.UsbRequest.Bulk;
import org.xenbay.api.usb.UsbRequest.Interrupt;
import org.xenbay.api.usb.UsbResult;
import org.xenbay.api.usb.UsbResult.Status;
import org.xenbay.backend.qusb.ParkedController.ParkedPort;
import org.xenbay.frontend.usb.GuestDevice;
import org.xenbay.frontend.usb.GuestDisk;
import org.xenbay.frontend.usb.GuestResult;
import org.xenbay.frontend.usb.GuestUrb;

/** The backend's code is replaced under a guest that uses its devices. */
@Timeout(60)
class HandoverTest {

    private static final int ADDRESS = 3;
    private static final int HIGH = 3;

    @TempDir
    Path folder;

    @Test
    void aDiskIsReadAndWrittenOnAllTheWhile() throws Exception {
        try (DiskBench disk = new DiskBench(folder, 1 << 20)) {
            UsbBench bench = disk.bench;
            UsbBench.Plugged guest = disk.guest;
            byte[] content = disk.content;
            GuestDevice device = disk.device();
            device.enumerate(2);
            AtomicBoolean ends = new AtomicBoolean();
            CompletableFuture<Integer> work = CompletableFuture.supplyAsync(() -> work(device, content, ends));
            for (int i = 0; i < 10; i++) {
                bench.replaceBackend();
                bench.awaitServed(guest);
            }
            ends.set(true);
            assertThat(work.get()).as("rounds").isPositive();
            assertThat(guest.controller.plugEvents())
                    .as("the guest noticed nothing")
                    .containsExactly("1:3");
            assertThat(guest.probe.backendStates()).doesNotContain(XenbusState.CLOSING, XenbusState.CLOSED);
            assertThat(guest.controller.violations()).isEmpty();
        }
    }

    private static int work(GuestDevice device, byte[] content, AtomicBoolean ends) {
        GuestDisk disk = new GuestDisk(device);
        int rounds = 0;
        while (!ends.get() || rounds == 0) {
            assertThat(disk.read(0, 1024)).isEqualTo(Arrays.copyOf(content, 1024 * GuestDisk.BLOCK));
            byte[] block = new byte[300 * GuestDisk.BLOCK];
            Arrays.fill(block, (byte) rounds);
            disk.write(1100, block);
            assertThat(disk.read(1100, 300)).isEqualTo(block);
            rounds++;
        }
        return rounds;
    }

    @Test
    void whatWaitsForTheDeviceWaitsOnAndWhatItMovedIsNotMovedTwice() throws Exception {
        ManualDevice device = new ManualDevice("2-1");
        try (UsbBench bench = new UsbBench()) {
            bench.plug(device);
            UsbBench.Plugged guest = bench.connect("one", "ports=1", "port/1=2-1");
            guest.awaitSpeed(1, HIGH);
            guest.address(ADDRESS);
            CompletableFuture<GuestResult> poll =
                    guest.controller.submit(GuestUrb.interrupt(1, ADDRESS, 0x83, new byte[8], 1));
            CompletableFuture<GuestResult> read = guest.controller.submit(GuestUrb.bulk(1, ADDRESS, 0x81, new byte[8]));
            CompletableFuture<GuestResult> sent = guest.controller.submit(GuestUrb.bulk(1, ADDRESS, 2, new byte[8]));
            device.obedient = false;
            ManualDevice.Asked[] asked = {device.next(), device.next(), device.next()};
            CompletableFuture<Void> replaced = CompletableFuture.runAsync(bench::replaceBackend);
            org.awaitility.Awaitility.await().until(() -> asked[2].cancelled);
            asked[0].end(Status.CANCELLED);
            asked[1].end(Status.CANCELLED);
            asked[2].end(UsbResult.of(Status.CANCELLED, 4));
            replaced.get();
            assertThat(GuestDevice.await(sent))
                    .satisfies(result -> assertThat(result.status()).isEqualTo(-71))
                    .satisfies(result -> assertThat(result.actualLength()).isEqualTo(4));
            ManualDevice.Asked first = device.next();
            ManualDevice.Asked second = device.next();
            assertThat(first.request).as("in the same order").isInstanceOf(Interrupt.class);
            assertThat(second.request).isInstanceOf(Bulk.class);
            first.done((byte) 5);
            second.done((byte) 6);
            assertThat(GuestDevice.await(poll).data()[0]).isEqualTo((byte) 5);
            assertThat(GuestDevice.await(read).data()[0]).isEqualTo((byte) 6);
            assertThat(device.sessions).as("it was never let go").hasSize(1);
            device.session().listener.gone();
            guest.awaitSpeed(1, 0);
        }
    }

    @Test
    void aDeviceThatDoesNotComeToAnEndIsTakenAnewInAnotherConnection() throws Exception {
        ManualDevice device = new ManualDevice("2-1");
        try (UsbBench bench = new UsbBench()) {
            bench.plug(device);
            UsbBench.Plugged guest = bench.connect("one", "ports=1", "port/1=2-1");
            guest.awaitSpeed(1, HIGH);
            guest.address(ADDRESS);
            guest.controller.submit(GuestUrb.bulk(1, ADDRESS, 0x81, new byte[8]));
            device.next();
            device.obedient = false;
            bench.replaceBackend();
            assertThat(guest.probe.await(probe -> probe.backendStates().contains(XenbusState.CLOSED), UsbBench.TIMEOUT))
                    .as("the connection is ended")
                    .isTrue();
            assertThat(device.isOpen()).isFalse();
        }
    }

    @Test
    void aStateOfAnotherVersionOrADamagedOneIsRefused() {
        ManualDevice device = new ManualDevice("2-1");
        var session = device.open(() -> {}).join();
        Parked parked = new ParkedController(
                        List.of(
                                new ParkedPort(2, "2-1", true, HIGH, true, 7, true, session),
                                new ParkedPort(3, "", false, 1, false, 0, false, null)),
                        List.of(new byte[UrbRequest.SIZE]))
                .encode();
        ParkedController read = ParkedController.decode(parked);
        assertThat(read.ports())
                .containsExactly(
                        new ParkedPort(2, "2-1", true, HIGH, true, 7, true, session),
                        new ParkedPort(3, "", false, 1, false, 0, false, null));
        assertThat(read.requests()).hasSize(1);
        byte[] state = parked.state();
        assertThatThrownBy(() -> ParkedController.decode(new Parked(9, state)))
                .hasMessageContaining("version 9")
                .hasMessageContaining("version 1");
        for (int i = 0; i < state.length; i++) {
            byte[] flipped = state.clone();
            flipped[i] ^= 0x10;
            byte[] cut = Arrays.copyOf(state, i);
            assertThatThrownBy(() -> ParkedController.decode(new Parked(1, flipped)))
                    .hasMessageContaining("damaged");
            assertThatThrownBy(() -> ParkedController.decode(new Parked(1, cut)))
                    .hasMessageContaining("damaged");
        }
    }
}
