// SPDX-License-Identifier: Apache-2.0
package org.xenbay.nativexen.usb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.xenbay.api.usb.UsbRequest;
import org.xenbay.api.usb.UsbRequest.Bulk;
import org.xenbay.api.usb.UsbRequest.ClearHalt;
import org.xenbay.api.usb.UsbRequest.Control;
import org.xenbay.api.usb.UsbRequest.Isochronous;
import org.xenbay.api.usb.UsbRequest.Reset;
import org.xenbay.api.usb.UsbRequest.SetConfiguration;
import org.xenbay.api.usb.UsbRequest.SetInterface;
import org.xenbay.api.usb.UsbResult;
import org.xenbay.api.usb.UsbResult.Status;
import org.xenbay.api.usb.UsbSession;
import org.xenbay.api.usb.UsbSession.Pending;
import org.xenbay.api.usb.UsbSetup;
import org.xenbay.nativexen.libusb.LibUsb;
import org.xenbay.nativexen.libusb.LibUsbAbi;

/** A session's requests from submission to end, with a library that ends transfers when it is told to. */
@Timeout(30)
class HostUsbSessionTest {

    private final FakeLibUsb usb = new FakeLibUsb();
    private final EventThread events = new EventThread(usb);
    private final HostUsbDevice device =
            new HostUsbDevice(usb, events, Devices.device(Path.of("/dev/x"), 0), new HostUses(Path.of("/nowhere")));
    private final AtomicInteger goneTold = new AtomicInteger();
    private UsbSession session;

    @BeforeEach
    void opens() throws ExecutionException, InterruptedException {
        session = device.open(goneTold::incrementAndGet).get();
        usb.calls.clear();
    }

    @AfterEach
    void endsWithoutAMistake() throws Exception {
        usb.cancelsAtOnce = true;
        session.close();
        session.closed().get(10, TimeUnit.SECONDS);
        events.close();
        assertThat(usb.calls).last().isEqualTo("exit");
        assertThat(usb.mistakes).isEmpty();
        assertThat(usb.blocks).as("structs that were not freed").isEmpty();
    }

    private static ByteBuffer direct(int length) {
        return ByteBuffer.allocateDirect(length);
    }

    private static Bulk in(int length) {
        return new Bulk(0x81, direct(length), false, false);
    }

    private CompletableFuture<UsbResult> submit(UsbRequest request) {
        CompletableFuture<UsbResult> result = new CompletableFuture<>();
        session.submit(request, result::complete);
        return result;
    }

    private LibUsb.Block last() {
        return usb.underWay.get(usb.underWay.size() - 1);
    }

    @Test
    void bytesOfTheDeviceGoStraightToTheSubmittersBuffer() throws Exception {
        ByteBuffer data = direct(100).position(10).limit(30);
        CompletableFuture<UsbResult> result = submit(new Bulk(0x81, data, false, false));
        usb.dataOf(last()).put("hello".getBytes(StandardCharsets.US_ASCII));
        usb.end(last(), LibUsbAbi.TRANSFER_COMPLETED, 5);
        assertThat(result.get()).isEqualTo(UsbResult.of(Status.COMPLETED, 5));
        assertThat(data.position()).isEqualTo(10);
        assertThat(StandardCharsets.US_ASCII.decode(data.slice(10, 5)).toString())
                .isEqualTo("hello");
    }

    @Test
    void aControlTransferCarriesSetupAndDataBothWays() throws Exception {
        ByteBuffer data = direct(4);
        CompletableFuture<UsbResult> read = submit(new Control(new UsbSetup(0xC0, 1, 2, 3, 4), data, false));
        ByteBuffer stages = usb.dataOf(last());
        assertThat(UsbSetup.read(stages)).isEqualTo(new UsbSetup(0xC0, 1, 2, 3, 4));
        stages.put(8, new byte[] {9, 8, 7, 6});
        usb.end(last(), LibUsbAbi.TRANSFER_COMPLETED, 3);
        assertThat(read.get()).isEqualTo(UsbResult.of(Status.COMPLETED, 3));
        assertThat(data).isEqualTo(ByteBuffer.wrap(new byte[] {9, 8, 7, 0}));

        CompletableFuture<UsbResult> write = submit(new Control(new UsbSetup(0x40, 1, 2, 3, 4), data, false));
        assertThat(usb.dataOf(last()).slice(8, 4)).isEqualTo(ByteBuffer.wrap(new byte[] {9, 8, 7, 0}));
        usb.end(last(), LibUsbAbi.TRANSFER_STALL, 0);
        assertThat(write.get()).isEqualTo(UsbResult.of(Status.STALL));
    }

    @Test
    void whatTheHostsStackMustKnowOfIsNotSentAsABareRequest() {
        for (UsbSetup setup : List.of(
                new UsbSetup(0, 5, 7, 0, 0),
                new UsbSetup(0, 9, 1, 0, 0),
                new UsbSetup(1, 11, 1, 0, 0),
                new UsbSetup(2, 1, 0, 0x81, 0))) {
            assertThat(submit(new Control(setup, direct(0), false)))
                    .isCompletedWithValue(UsbResult.of(Status.REJECTED));
        }
        assertThat(submit(new Control(new UsbSetup(0x80, 6, 0, 0, 5000), direct(5000), false)))
                .isCompletedWithValue(UsbResult.of(Status.REJECTED));
        submit(new Control(new UsbSetup(0x40, 5, 7, 0, 0), direct(0), false));
        assertThat(usb.underWay).as("a vendor's request of the same number").hasSize(1);
    }

    @Test
    void aShortReadThatIsNotRightEndsWhatFollowsOnItsEndpointOnly() throws Exception {
        CompletableFuture<UsbResult> first = submit(new Bulk(0x81, direct(512), true, false));
        LibUsb.Block block = last();
        CompletableFuture<UsbResult> second = submit(new Bulk(0x81, direct(512), true, false));
        CompletableFuture<UsbResult> other = submit(new Bulk(0x02, direct(31), false, false));
        usb.end(block, LibUsbAbi.TRANSFER_COMPLETED, 36);
        assertThat(first.get()).isEqualTo(UsbResult.of(Status.SHORT, 36));
        assertThat(second.get().status()).isEqualTo(Status.CANCELLED);
        assertThat(other).isNotDone();
    }

    @Test
    void aCancelTooLateAndASecondOneAreHarmless() throws Exception {
        List<UsbResult> results = new CopyOnWriteArrayList<>();
        Pending pending = session.submit(in(8), results::add);
        LibUsb.Block block = last();
        pending.cancel();
        pending.cancel();
        await().until(() -> usb.blocks.isEmpty());
        pending.cancel();
        assertThat(usb.end(block, LibUsbAbi.TRANSFER_COMPLETED, 8)).isFalse();
        await().untilAsserted(() -> assertThat(results).containsExactly(UsbResult.of(Status.CANCELLED)));
    }

    @Test
    void aTransferThatWasFasterThanItsCancelIsComplete() throws Exception {
        usb.cancelsAtOnce = false;
        CompletableFuture<UsbResult> result = new CompletableFuture<>();
        Pending pending = session.submit(in(8), result::complete);
        pending.cancel();
        usb.end(last(), LibUsbAbi.TRANSFER_COMPLETED, 8);
        assertThat(result.get()).isEqualTo(UsbResult.of(Status.COMPLETED, 8));
    }

    @Test
    void aTransferThatTheKernelEndedBecauseOfACancelIsCancelledWhateverTheLibraryCallsIt() throws Exception {
        usb.cancelsAtOnce = false;
        CompletableFuture<UsbResult> result = new CompletableFuture<>();
        session.submit(in(8), result::complete).cancel();
        usb.end(last(), LibUsbAbi.TRANSFER_COMPLETED, 2);
        assertThat(result.get()).isEqualTo(UsbResult.of(Status.CANCELLED, 2));
    }

    @Test
    void aRefusedSubmissionIsARejectedRequest() {
        usb.onSubmit = block -> LibUsbAbi.ERROR_IO;
        assertThat(submit(in(8))).isCompletedWithValue(UsbResult.of(Status.REJECTED));
        usb.onSubmit = block -> LibUsbAbi.ERROR_NO_DEVICE;
        assertThat(submit(in(8))).isCompletedWithValue(UsbResult.of(Status.NO_DEVICE));
    }

    @Test
    void requestsAndTheirBytesAreBounded() throws Exception {
        CompletableFuture<UsbResult> first = submit(in(UsbSession.MAX_LENGTH));
        for (int i = 1; i < UsbSession.MAX_BYTES / UsbSession.MAX_LENGTH; i++) {
            submit(in(UsbSession.MAX_LENGTH));
        }
        assertThat(submit(in(1))).isCompletedWithValue(UsbResult.of(Status.REJECTED));
        int left = UsbSession.MAX_REQUESTS - usb.underWay.size();
        for (int i = 0; i < left; i++) {
            submit(in(0));
        }
        assertThat(usb.underWay).hasSize(UsbSession.MAX_REQUESTS);
        assertThat(submit(in(0))).isCompletedWithValue(UsbResult.of(Status.REJECTED));
        assertThat(submit(new ClearHalt(0x81))).isCompletedWithValue(UsbResult.of(Status.REJECTED));
        usb.end(usb.underWay.get(0), LibUsbAbi.TRANSFER_COMPLETED, 0);
        first.get();
        assertThat(submit(in(1))).as("there is room for it again").isNotDone();
    }

    @Test
    void packetsOfAnIsochronousTransferEndOneByOne() throws Exception {
        CompletableFuture<UsbResult> result = submit(new Isochronous(0x83, direct(30), new int[] {10, 20}, 1));
        last().memory().putInt(LibUsbAbi.ISO_PACKET_DESC + LibUsbAbi.PACKET_ACTUAL_LENGTH, 10);
        usb.end(last(), LibUsbAbi.TRANSFER_COMPLETED, 0);
        assertThat(result.get().packets())
                .containsExactly(new UsbResult.Packet(Status.COMPLETED, 10), new UsbResult.Packet(Status.COMPLETED, 0));
    }

    @Test
    void aChangeOfAnInterfaceEndsTransfersOnItsEndpointsFirst() throws Exception {
        CompletableFuture<UsbResult> isochronous = submit(new Isochronous(0x83, direct(10), new int[] {10}, 1));
        CompletableFuture<UsbResult> bulk = submit(in(8));
        assertThat(submit(new SetInterface(1, 1)).get()).isEqualTo(UsbResult.of(Status.COMPLETED));
        assertThat(isochronous.get().status()).isEqualTo(Status.CANCELLED);
        assertThat(bulk).isNotDone();
        assertThat(usb.calls).contains("interface 1 alternate 1 with 1");
        assertThat(submit(new SetInterface(7, 0)).get().status()).isEqualTo(Status.REJECTED);
    }

    @Test
    void aChangeOfTheConfigurationClaimsTheNewInterfaces() throws Exception {
        CompletableFuture<UsbResult> bulk = submit(in(8));
        assertThat(submit(new SetConfiguration(2)).get()).isEqualTo(UsbResult.of(Status.COMPLETED));
        assertThat(bulk.get().status()).isEqualTo(Status.CANCELLED);
        assertThat(usb.calls)
                .containsSubsequence("release 0", "release 1", "configuration 2", "detach 0", "claim 0")
                .doesNotContain("claim 1");
    }

    @Test
    void theConfigurationThatIsSetAlreadyIsNotSentAgain() throws Exception {
        CompletableFuture<UsbResult> bulk = submit(in(8));
        assertThat(submit(new SetConfiguration(1)).get()).isEqualTo(UsbResult.of(Status.COMPLETED));
        assertThat(bulk.get().status()).as("it ends transfers").isEqualTo(Status.CANCELLED);
        assertThat(usb.calls).containsExactly("cancel");
    }

    @Test
    void theConfigurationThatIsSetAlreadySetsBackWhatWasChanged() throws Exception {
        submit(new SetInterface(1, 1)).get();
        CompletableFuture<UsbResult> stalled = submit(in(8));
        usb.end(usb.underWay.get(0), LibUsbAbi.TRANSFER_STALL, 0);
        assertThat(stalled.get().status()).isEqualTo(Status.STALL);
        usb.calls.clear();
        assertThat(submit(new SetConfiguration(1)).get().status()).isEqualTo(Status.COMPLETED);
        assertThat(usb.calls).containsExactly("interface 1 alternate 0 with 0", "clear 81");
        usb.calls.clear();
        submit(new SetConfiguration(1)).get();
        assertThat(usb.calls).as("nothing is left to be set back").isEmpty();
    }

    @Test
    void theAlternateSettingThatIsInForceAlreadyIsSentAgain() throws Exception {
        submit(new SetInterface(1, 0)).get();
        submit(new SetInterface(1, 0)).get();
        assertThat(usb.calls).containsExactly("interface 1 alternate 0 with 0", "interface 1 alternate 0 with 0");
    }

    @Test
    void errorsOfChangesAreTheirResults() throws Exception {
        usb.answers.put("clear 81", LibUsbAbi.ERROR_PIPE);
        usb.answers.put("configuration 3", LibUsbAbi.ERROR_NOT_FOUND);
        usb.answers.put("interface 0 alternate 9 with 0", LibUsbAbi.ERROR_TIMEOUT);
        usb.answers.put("reset", LibUsbAbi.ERROR_NOT_FOUND);
        assertThat(submit(new ClearHalt(0x81)).get().status()).isEqualTo(Status.STALL);
        assertThat(submit(new SetConfiguration(3)).get().status()).isEqualTo(Status.REJECTED);
        assertThat(submit(new SetInterface(0, 9)).get().status()).isEqualTo(Status.TIMEOUT);
        assertThat(submit(new Reset()).get().status()).as("another device now").isEqualTo(Status.NO_DEVICE);
    }

    @Test
    void aPulledDeviceEndsAllTransfersOnceAndIsToldOnce() throws Exception {
        List<CompletableFuture<UsbResult>> results = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            results.add(submit(in(64)));
        }
        usb.unplug();
        device.gone();
        device.gone();
        for (CompletableFuture<UsbResult> result : results) {
            assertThat(result.get()).isEqualTo(UsbResult.of(Status.NO_DEVICE));
        }
        assertThat(submit(in(8)).get().status()).isEqualTo(Status.NO_DEVICE);
        assertThat(submit(new Reset()).get().status()).isEqualTo(Status.NO_DEVICE);
        assertThat(goneTold).hasValue(1);
        AtomicInteger later = new AtomicInteger();
        session.listen(later::incrementAndGet);
        assertThat(later).as("a successor is told what has happened already").hasValue(1);
    }

    @Test
    void theEndOfTheSessionGivesTheDeviceBackInOrder() throws Exception {
        CompletableFuture<UsbResult> transfer = submit(in(8));
        assertThat(submit(new SetConfiguration(2)).get().status()).isEqualTo(Status.COMPLETED);
        CompletableFuture<UsbResult> second = submit(in(8));
        usb.calls.clear();
        session.close();
        session.close();
        session.closed().get();
        assertThat(transfer.get().status()).isEqualTo(Status.CANCELLED);
        assertThat(second.get().status()).isEqualTo(Status.CANCELLED);
        assertThat(usb.calls)
                .containsExactly(
                        "cancel",
                        "reset",
                        "release 0",
                        "configuration 1",
                        "attach 0",
                        "attach 1",
                        "close",
                        "close file");
        assertThat(submit(in(8)).get().status()).isEqualTo(Status.CANCELLED);
        assertThat(submit(new Reset()).get().status()).isEqualTo(Status.CANCELLED);
        UsbSession again = device.open(() -> {}).get();
        again.close();
        again.closed().get();
    }

    @Test
    void whateverRacesEveryRequestEndsExactlyOnce() throws Exception {
        int rounds = 4_000;
        AtomicInteger submitted = new AtomicInteger();
        AtomicInteger completed = new AtomicInteger();
        Runnable submitter = () -> {
            Random random = new Random(7);
            for (int i = 0; i < rounds; i++) {
                AtomicInteger ends = new AtomicInteger();
                submitted.incrementAndGet();
                Pending pending = session.submit(in(64), result -> {
                    completed.incrementAndGet();
                    if (ends.incrementAndGet() != 1) {
                        usb.mistakes.add("ended twice");
                    }
                });
                if (random.nextBoolean()) {
                    pending.cancel();
                }
            }
        };
        Thread first = new Thread(submitter);
        Thread second = new Thread(submitter);
        first.start();
        second.start();
        while (first.isAlive() || second.isAlive()) {
            usb.underWay.forEach(block -> usb.end(block, LibUsbAbi.TRANSFER_COMPLETED, 64));
            Thread.onSpinWait();
            if (submitted.get() > rounds) {
                usb.unplug();
                device.gone();
            }
        }
        session.close();
        session.closed().get();
        assertThat(completed).hasValue(2 * rounds);
    }
}
