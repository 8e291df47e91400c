// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.qusb;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.xenbay.api.usb.UsbRequest.Bulk;
import org.xenbay.api.usb.UsbRequest.ClearHalt;
import org.xenbay.api.usb.UsbRequest.Control;
import org.xenbay.api.usb.UsbRequest.Interrupt;
import org.xenbay.api.usb.UsbRequest.Isochronous;
import org.xenbay.api.usb.UsbRequest.Reset;
import org.xenbay.api.usb.UsbRequest.SetConfiguration;
import org.xenbay.api.usb.UsbRequest.SetInterface;
import org.xenbay.api.usb.UsbResult;
import org.xenbay.api.usb.UsbResult.Packet;
import org.xenbay.api.usb.UsbResult.Status;
import org.xenbay.api.usb.UsbSetup;
import org.xenbay.frontend.usb.GuestDevice;
import org.xenbay.frontend.usb.GuestResult;
import org.xenbay.frontend.usb.GuestUrb;

/** A guest's requests to a device, and the answers. */
@Timeout(60)
class TransfersTest {

    private static final int ADDRESS = 7;
    private static final int IN = 0x81;
    private static final int OUT = 0x02;
    private static final UsbSetup DESCRIBE = new UsbSetup(0x80, 6, 0x0100, 0, 18);

    private final ManualDevice device = new ManualDevice("2-1");
    private UsbBench bench;
    private UsbBench.Plugged guest;

    @BeforeEach
    void plugIn() throws InterruptedException {
        bench = new UsbBench();
        guest = bench.connect("one", device);
    }

    @AfterEach
    void pullOut() {
        assertThat(guest.controller.violations()).isEmpty();
        bench.close();
    }

    private CompletableFuture<GuestResult> submit(GuestUrb urb) {
        return guest.controller.submit(urb);
    }

    private CompletableFuture<GuestResult> control(int address, UsbSetup setup, byte... out) {
        return submit(GuestUrb.control(1, address, setup, out));
    }

    private CompletableFuture<GuestResult> bulk(int endpoint, byte... data) {
        return submit(GuestUrb.bulk(1, ADDRESS, endpoint, data));
    }

    private static int status(CompletableFuture<GuestResult> result) {
        return GuestDevice.await(result).status();
    }

    private void address() {
        guest.address(ADDRESS);
    }

    private static byte[] noise(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }

    @Test
    void controlTransfersGoBothWays() throws Exception {
        address();
        CompletableFuture<GuestResult> read = control(ADDRESS, new UsbSetup(0xC0, 0x33, 1, 2, 6000));
        ManualDevice.Asked asked = device.next();
        assertThat(((Control) asked.request).setup()).isEqualTo(new UsbSetup(0xC0, 0x33, 1, 2, 6000));
        asked.done(noise(5000));
        GuestResult result = GuestDevice.await(read);
        assertThat(result.status()).isZero();
        assertThat(result.actualLength()).isEqualTo(5000);
        assertThat(Arrays.copyOf(result.data(), 5000)).isEqualTo(noise(5000));
        assertThat(Arrays.copyOfRange(result.data(), 5000, 6000))
                .as("what did not come is untouched")
                .containsOnly(0);

        CompletableFuture<GuestResult> written = control(ADDRESS, new UsbSetup(0x40, 0x33, 1, 2, 100), noise(100));
        asked = device.next();
        assertThat(asked.data()).isEqualTo(noise(100));
        asked.done();
        assertThat(GuestDevice.await(written).actualLength()).isEqualTo(100);
    }

    @Test
    void bulkTransfersOf64KibGoBothWays() throws Exception {
        address();
        CompletableFuture<GuestResult> written = bulk(OUT, noise(65536));
        ManualDevice.Asked asked = device.next();
        assertThat(asked.request)
                .isInstanceOfSatisfying(
                        Bulk.class, bulk -> assertThat(bulk.endpoint()).isEqualTo(OUT));
        assertThat(asked.data()).isEqualTo(noise(65536));
        asked.done();
        assertThat(GuestDevice.await(written).actualLength()).isEqualTo(65536);
        CompletableFuture<GuestResult> read = bulk(IN, new byte[65536]);
        device.next().done(noise(65536));
        assertThat(GuestDevice.await(read).data()).isEqualTo(noise(65536));
    }

    @Test
    void interruptTransfersSayHowOftenToAsk() throws Exception {
        address();
        CompletableFuture<GuestResult> read = submit(GuestUrb.interrupt(1, ADDRESS, 0x83, new byte[8], 10));
        ManualDevice.Asked asked = device.next();
        assertThat(asked.request).isInstanceOfSatisfying(Interrupt.class, interrupt -> {
            assertThat(interrupt.endpoint()).isEqualTo(0x83);
            assertThat(interrupt.interval()).isEqualTo(10);
        });
        asked.done((byte) 1, (byte) 2);
        assertThat(GuestDevice.await(read).data()).startsWith(1, 2);
    }

    @Test
    void isochronousPacketsKeepTheirPlaces() throws Exception {
        address();
        byte[] sent = noise(3000);
        CompletableFuture<GuestResult> written = submit(GuestUrb.isochronous(1, ADDRESS, 0x04, sent, 1000, 500, 1500));
        ManualDevice.Asked asked = device.next();
        assertThat(((Isochronous) asked.request).packets()).containsExactly(1000, 500, 1500);
        assertThat(asked.data()).isEqualTo(sent);
        asked.end(new UsbResult(
                Status.COMPLETED,
                2500,
                List.of(
                        new Packet(Status.COMPLETED, 1000),
                        new Packet(Status.ERROR, 0),
                        new Packet(Status.COMPLETED, 1500))));
        GuestResult result = GuestDevice.await(written);
        assertThat(result.status()).isZero();
        assertThat(result.errors()).isEqualTo(1);
        assertThat(result.packetStatus()).containsExactly(0, -71, 0);
        assertThat(result.packetLength()).containsExactly(1000, 0, 1500);

        CompletableFuture<GuestResult> read =
                submit(GuestUrb.isochronous(1, ADDRESS, 0x85, new byte[6000], 3000, 3000));
        asked = device.next();
        ByteBuffer room = ((Isochronous) asked.request).data().duplicate();
        room.put(0, noise(100)).put(3000, noise(2999));
        asked.end(new UsbResult(
                Status.COMPLETED,
                3099,
                List.of(new Packet(Status.COMPLETED, 100), new Packet(Status.COMPLETED, 2999))));
        result = GuestDevice.await(read);
        assertThat(result.packetLength()).containsExactly(100, 2999);
        assertThat(Arrays.copyOf(result.data(), 100)).isEqualTo(noise(100));
        assertThat(Arrays.copyOfRange(result.data(), 100, 3000)).containsOnly(0);
        assertThat(Arrays.copyOfRange(result.data(), 3000, 5999)).isEqualTo(noise(2999));
    }

    @Test
    void everyWayARequestCanEndHasItsStatus() throws Exception {
        address();
        Map<Status, Integer> codes = Map.of(
                Status.COMPLETED, 0,
                Status.SHORT, 0,
                Status.STALL, -32,
                Status.TIMEOUT, -71,
                Status.CANCELLED, -71,
                Status.OVERFLOW, -75,
                Status.NO_DEVICE, -19,
                Status.REJECTED, -22,
                Status.ERROR, -71);
        assertThat(codes.keySet()).containsExactlyInAnyOrder(Status.values());
        for (Map.Entry<Status, Integer> code : codes.entrySet()) {
            CompletableFuture<GuestResult> read = bulk(IN, new byte[10]);
            device.next().end(code.getKey());
            assertThat(status(read)).as("%s", code.getKey()).isEqualTo(code.getValue());
        }
    }

    @Test
    void aShortReadIsToBeAnErrorOnlyWhereTheGuestSaysSo() throws Exception {
        address();
        bulk(IN, new byte[10]);
        ManualDevice.Asked asked = device.next();
        assertThat(((Bulk) asked.request).shortNotOk()).isFalse();
        asked.done();
        CompletableFuture<GuestResult> read =
                submit(GuestUrb.bulk(1, ADDRESS, IN, new byte[10]).whole());
        asked = device.next();
        assertThat(((Bulk) asked.request).shortNotOk()).isTrue();
        asked.end(UsbResult.of(Status.SHORT, 4));
        GuestResult result = GuestDevice.await(read);
        assertThat(result.status()).as("Linux looks at the length").isZero();
        assertThat(result.actualLength()).isEqualTo(4);
    }

    @Test
    void sixteenRequestsAreUnderWayAtOnceAndAnsweredInAnyOrder() throws Exception {
        address();
        List<CompletableFuture<GuestResult>> results = new ArrayList<>();
        List<ManualDevice.Asked> asked = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            results.add(bulk(IN, new byte[4]));
        }
        for (int i = 0; i < 16; i++) {
            asked.add(device.next());
        }
        assertThat(device.asked).as("the ring has room for no more").isEmpty();
        for (int i = 15; i >= 0; i--) {
            asked.get(i).done((byte) i);
        }
        for (int i = 0; i < 16; i++) {
            assertThat(GuestDevice.await(results.get(i)).data()[0]).isEqualTo((byte) i);
        }
        for (int i = 16; i < 20; i++) {
            device.next().done((byte) i);
            assertThat(GuestDevice.await(results.get(i)).data()[0]).isEqualTo((byte) i);
        }
    }

    @Test
    void whatIsUnlinkedIsAnsweredBeforeTheUnlinking() throws Exception {
        address();
        device.obedient = false;
        CompletableFuture<GuestResult> read = bulk(IN, new byte[4]);
        ManualDevice.Asked asked = device.next();
        CompletableFuture<GuestResult> unlink = guest.controller.unlink(read);
        CompletableFuture<Boolean> order = unlink.thenApply(done -> read.isDone());
        bulk(OUT, (byte) 1);
        device.next().done();
        assertThat(asked.cancelled).isTrue();
        assertThat(unlink.isDone()).isFalse();
        asked.end(Status.CANCELLED);
        assertThat(status(read)).isEqualTo(-71);
        assertThat(status(unlink)).isZero();
        assertThat(order.get()).as("the request was answered first").isTrue();
    }

    @Test
    void aRequestThatEndedMeanwhileIsUnlinkedInVain() throws Exception {
        address();
        device.obedient = false;
        CompletableFuture<GuestResult> read = bulk(IN, new byte[4]);
        ManualDevice.Asked asked = device.next();
        CompletableFuture<GuestResult> unlink = guest.controller.unlink(read);
        asked.done((byte) 9);
        assertThat(GuestDevice.await(read).data()[0]).isEqualTo((byte) 9);
        assertThat(status(unlink)).isZero();
    }

    @Test
    void whatWaitsForAChangeOfTheDeviceCanBeUnlinked() throws Exception {
        address();
        device.changesByHand = true;
        CompletableFuture<GuestResult> configured = control(ADDRESS, new UsbSetup(0, 9, 1, 0, 0));
        ManualDevice.Asked change = skipReset();
        assertThat(change.request).isEqualTo(new SetConfiguration(1));
        CompletableFuture<GuestResult> first = bulk(IN, new byte[4]);
        CompletableFuture<GuestResult> second = bulk(OUT, (byte) 2);
        assertThat(status(guest.controller.unlink(first))).isZero();
        assertThat(status(first)).isEqualTo(-71);
        assertThat(device.asked).as("begun before the change was done").isEmpty();
        change.end(Status.COMPLETED);
        assertThat(status(configured)).isZero();
        assertThat(((Bulk) device.asked.take().request).endpoint()).isEqualTo(OUT);
        assertThat(second.isDone()).isFalse();
    }

    private ManualDevice.Asked skipReset() throws InterruptedException {
        ManualDevice.Asked next = device.nextOfAny();
        return next.request instanceof Reset ? device.nextOfAny() : next;
    }

    @Test
    void whatTheHostsUsbStackHasToKnowIsNotSentAsABareTransfer() throws Exception {
        address();
        assertThat(device.nextOfAny().request).isInstanceOf(Reset.class);
        assertThat(status(control(ADDRESS, new UsbSetup(0x00, 9, 3, 0, 0)))).isZero();
        assertThat(device.nextOfAny().request).isEqualTo(new SetConfiguration(3));
        assertThat(status(control(ADDRESS, new UsbSetup(0x01, 11, 2, 5, 0)))).isZero();
        assertThat(device.nextOfAny().request).isEqualTo(new SetInterface(5, 2));
        assertThat(status(control(ADDRESS, new UsbSetup(0x02, 1, 0, 0x81, 0)))).isZero();
        assertThat(device.nextOfAny().request).isEqualTo(new ClearHalt(0x81));
    }

    @Test
    void requestsOfAClassThatHaveTheSameNumbersAre() throws Exception {
        address();
        for (int number : new int[] {1, 5, 9, 11}) {
            for (int type : new int[] {0x21, 0x40}) {
                CompletableFuture<GuestResult> sent = control(ADDRESS, new UsbSetup(type, number, 0, 0, 0));
                ManualDevice.Asked asked = device.next();
                assertThat(((Control) asked.request).setup().request()).isEqualTo(number);
                asked.done();
                assertThat(status(sent)).isZero();
            }
        }
    }

    @Test
    void aDeviceThatTheGuestResetIsResetOnce() throws Exception {
        address();
        assertThat(device.nextOfAny().request).as("whatever was done before").isInstanceOf(Reset.class);
        CompletableFuture<GuestResult> used = bulk(OUT, (byte) 1);
        device.next().done();
        assertThat(status(used)).isZero();
        for (int i = 0; i < 2; i++) {
            CompletableFuture<GuestResult> described = control(0, DESCRIBE);
            ManualDevice.Asked asked = device.nextOfAny();
            if (i == 0) {
                assertThat(asked.request).isInstanceOf(Reset.class);
                asked = device.nextOfAny();
            }
            assertThat(((Control) asked.request).setup()).isEqualTo(DESCRIBE);
            asked.done(noise(18));
            assertThat(status(described)).isZero();
        }
        assertThat(status(bulk(OUT, (byte) 1)))
                .as("its address is not known any more")
                .isEqualTo(-19);
        address();
        CompletableFuture<GuestResult> again = bulk(OUT, (byte) 1);
        device.next().done();
        assertThat(status(again)).isZero();
    }

    @Test
    void aDeviceWithoutAnAddressTellsWhatItIsAndNothingElse() throws Exception {
        assertThat(status(control(0, new UsbSetup(0x00, 9, 1, 0, 0)))).isEqualTo(-22);
        assertThat(status(control(0, new UsbSetup(0xC0, 6, 0x100, 0, 18)))).isEqualTo(-22);
        assertThat(status(submit(GuestUrb.bulk(1, 0, IN, new byte[4])))).isEqualTo(-19);
        assertThat(status(control(0, new UsbSetup(0x00, 5, 200, 0, 0)))).isEqualTo(-32);
        assertThat(status(submit(GuestUrb.bulk(1, ADDRESS, IN, new byte[4]))))
                .as("an address that nobody gave")
                .isEqualTo(-19);
        assertThat(status(submit(GuestUrb.bulk(2, ADDRESS, IN, new byte[4]))))
                .as("an empty port")
                .isEqualTo(-19);
    }
}
