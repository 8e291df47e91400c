// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.qusb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.xenbay.api.budget.Allowance;
import org.xenbay.api.budget.FairBudget;
import org.xenbay.frontend.usb.GuestDevice;
import org.xenbay.frontend.usb.GuestResult;
import org.xenbay.frontend.usb.GuestUrb;

/** A guest's requests use its own part of the memory budget, and give it back. */
@Timeout(60)
class MemoryTest {

    private static final int ADDRESS = 7;
    private static final int IN = 0x81;
    private static final int ISOCHRONOUS_IN = 0x84;
    private static final int LARGE = 65536;

    /** One greedy guest gets six buffers of 64 KiB of that, and leaves room for three. */
    private final FairBudget memory = new FairBudget("bytes of memory", 1 << 20);

    private final ManualDevice device = new ManualDevice("2-1");
    private UsbBench bench;
    private UsbBench.Plugged guest;

    @BeforeEach
    void plugIn() throws InterruptedException {
        bench = new UsbBench(memory);
        guest = bench.connect("one", device);
        guest.address(ADDRESS);
    }

    @AfterEach
    void pullOut() {
        assertThat(guest.controller.violations()).isEmpty();
        bench.close();
        assertThat(memory.taken()).as("memory at the end").isZero();
    }

    private static CompletableFuture<GuestResult> read(UsbBench.Plugged by, int length) {
        return by.controller.submit(GuestUrb.bulk(1, ADDRESS, IN, new byte[length]));
    }

    private static GuestResult result(CompletableFuture<GuestResult> request) {
        return GuestDevice.await(request);
    }

    @Test
    void aGuestAtItsLimitIsAnsweredAndTheNextOneIsServed() throws Exception {
        List<CompletableFuture<GuestResult>> reads = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
            reads.add(read(guest, LARGE));
        }
        List<ManualDevice.Asked> begun = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            begun.add(device.next());
        }
        for (CompletableFuture<GuestResult> refused : reads.subList(6, 16)) {
            assertThat(result(refused).status()).as("IOERROR").isEqualTo(-71);
        }
        assertThat(device.asked).isEmpty();
        assertThat(guest.figure("refused_requests")).contains(10L);
        assertThat(memory.holdings()).containsEntry(guest.id.domain(), 6L * LARGE);

        ManualDevice others = new ManualDevice("2-2");
        UsbBench.Plugged next = bench.connect("two", others);
        next.address(ADDRESS);
        CompletableFuture<GuestResult> served = read(next, LARGE);
        others.next().done(new byte[LARGE]);
        assertThat(result(served).status()).isZero();

        begun.forEach(asked -> asked.done(new byte[LARGE]));
        for (CompletableFuture<GuestResult> done : reads.subList(0, 6)) {
            assertThat(result(done).status()).isZero();
        }
        CompletableFuture<GuestResult> again = read(guest, LARGE);
        device.next().done(new byte[LARGE]);
        assertThat(result(again).status()).as("when others have ended").isZero();
        assertThat(next.controller.violations()).isEmpty();
    }

    @Test
    void buffersThatNobodyUsesMakeRoomForOthers() throws Exception {
        carryOutTogether(6, LARGE);
        assertThat(memory.taken()).isEqualTo(6L * LARGE);
        // The first of these fits beside the six, and the second does not.
        carryOutTogether(2, 100);
        assertThat(memory.taken()).isLessThanOrEqualTo(2L * BufferPool.SMALL);
    }

    /** All reads are under way before the first of them is answered. */
    private void carryOutTogether(int count, int length) throws Exception {
        List<CompletableFuture<GuestResult>> reads = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            reads.add(read(guest, length));
        }
        List<ManualDevice.Asked> underWay = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            underWay.add(device.next());
        }
        underWay.forEach(asked -> asked.done(new byte[length]));
        for (CompletableFuture<GuestResult> each : reads) {
            assertThat(result(each).status()).isZero();
        }
    }

    @Test
    void aRequestThatIsRefusedHalfwayKeepsNothing() throws Exception {
        Allowance elsewhere = memory.of(guest.id.domain());
        while (elsewhere.tryTake(BufferPool.SMALL)) {
            assertThat(elsewhere.taken()).isLessThan(memory.total());
        }
        elsewhere.give(BufferPool.SMALL);
        long before = memory.taken();
        CompletableFuture<GuestResult> read =
                guest.controller.submit(GuestUrb.isochronous(1, ADDRESS, ISOCHRONOUS_IN, new byte[6000], 3000, 3000));
        assertThat(result(read).status())
                .as("room for its descriptors, not for its data")
                .isEqualTo(-71);
        assertThat(memory.taken() - before).as("in the pool at most").isLessThanOrEqualTo(BufferPool.SMALL);
        guest.controller.unload().get(10, TimeUnit.SECONDS);
        await().untilAsserted(() -> assertThat(memory.taken()).isEqualTo(before));
        elsewhere.give(elsewhere.taken());
    }

    @Test
    void aGuestThatLeavesInTheMiddleOfItKeepsNothing() throws Exception {
        read(guest, LARGE);
        ManualDevice.Asked asked = device.next();
        assertThat(memory.taken()).isEqualTo(LARGE);
        guest.controller.close();
        bench.xen.destroy(guest.id.domain());
        await().untilAsserted(() -> assertThat(memory.holdings()).isEmpty());
        assertThat(asked.done()).as("it had not ended").isFalse();
    }
}
