// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.qusb;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.xenbay.api.usb.UsbRequest.Transfer;
import org.xenbay.frontend.usb.GuestDevice;
import org.xenbay.frontend.usb.GuestResult;
import org.xenbay.frontend.usb.GuestUrb;

/** A driver that asks a device for data more often than the ring has room, before it sends anything: Linux's cdc-acm does. */
@Timeout(60)
class FullRingTest {

    private static final int SLOTS = UrbRequest.MAX_UNANSWERED;
    private static final int ADDRESS = 7;
    private static final int IN = 0x81;
    private static final int OUT = 0x02;

    private final ManualDevice device = new ManualDevice("2-1");
    private final List<CompletableFuture<GuestResult>> reads = new ArrayList<>();
    private UsbBench bench;
    private UsbBench.Plugged guest;

    @BeforeEach
    void plugIn() throws InterruptedException {
        bench = new UsbBench();
        guest = bench.connect("one", device);
        guest.address(ADDRESS);
    }

    @AfterEach
    void pullOut() {
        assertThat(guest.controller.violations()).isEmpty();
        bench.close();
    }

    private CompletableFuture<GuestResult> bulk(int endpoint, byte... data) {
        return bulk(guest, endpoint, data);
    }

    private static CompletableFuture<GuestResult> bulk(UsbBench.Plugged guest, int endpoint, byte... data) {
        return guest.controller.submit(GuestUrb.bulk(1, ADDRESS, endpoint, data));
    }

    private ManualDevice.Asked read() throws InterruptedException {
        reads.add(bulk(IN, new byte[64]));
        return device.next();
    }

    @Test
    void whatWaitsLongestMakesRoomWithoutAnError() throws InterruptedException {
        for (int i = 0; i < SLOTS; i++) {
            read();
        }
        reads.add(bulk(IN, new byte[64]));
        CompletableFuture<GuestResult> written = bulk(OUT, (byte) 1, (byte) 2);
        ManualDevice.Asked next = device.next();
        assertThat(((Transfer) next.request).isIn())
                .as("the read that did not fit")
                .isTrue();
        next = device.next();
        assertThat(next.data()).containsExactly(1, 2);
        next.done();
        assertThat(GuestDevice.await(written).actualLength()).isEqualTo(2);
        for (CompletableFuture<GuestResult> ended : reads.subList(0, 2)) {
            assertThat(GuestDevice.await(ended).status()).isZero();
            assertThat(GuestDevice.await(ended).actualLength()).isZero();
        }
        assertThat(reads.subList(2, reads.size())).as("reads that wait on").noneMatch(CompletableFuture::isDone);
    }

    @Test
    void whatComesWhileRoomIsMadeIsDelivered() throws InterruptedException {
        device.obedient = false;
        ManualDevice.Asked first = read();
        for (int i = 1; i < SLOTS; i++) {
            read();
        }
        Awaitility.await().until(() -> first.cancelled);
        first.done((byte) 5);
        assertThat(GuestDevice.await(reads.get(0)).data()).startsWith(5);
        device.obedient = true;
        assertThat(reads.subList(1, SLOTS)).as("room was made once").noneMatch(CompletableFuture::isDone);
    }

    @Test
    void aRingWithRoomIsLeftAlone() throws InterruptedException {
        List<ManualDevice.Asked> asked = new ArrayList<>();
        for (int i = 1; i < SLOTS; i++) {
            asked.add(read());
        }
        ManualDevice busy = new ManualDevice("2-2");
        UsbBench.Plugged other = bench.connect("two", busy);
        other.address(ADDRESS);
        for (int i = 0; i < SLOTS; i++) {
            bulk(other, IN, new byte[64]);
        }
        ManualDevice.Asked first = busy.next();
        Awaitility.await().until(() -> first.cancelled);
        assertThat(asked).noneMatch(one -> one.cancelled);
    }
}
