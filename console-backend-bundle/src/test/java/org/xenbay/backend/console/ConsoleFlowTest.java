// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.xenbay.api.ring.CorruptRingException;
import org.xenbay.backend.console.flow.ConsolePage;

@Timeout(60)
class ConsoleFlowTest {

    @Test
    void whatGoesInComesOutWhereverTheIndicesBegin() throws Exception {
        Random random = new Random(2026);
        int[] starts = {0, 0xFFFFFF00, -1, 0x7FFFFFFF, 0x80000000, random.nextInt(), random.nextInt(), random.nextInt()
        };
        for (int start : starts) {
            try (Fixture console = Fixture.secondary()) {
                console.guest.startAt(start, ~start);
                console.connected();
                byte[] output = Fixture.bytes(9000, start);
                byte[] seen = writeAndSee(console, output, random);
                assertThat(seen).as("output from index %x", start).isEqualTo(output);

                byte[] input = Fixture.bytes(9000, start + 1L);
                console.terminals.last().type(input);
                assertThat(readAll(console, input.length))
                        .as("input from index %x", ~start)
                        .isEqualTo(input);
            }
        }
    }

    private static byte[] writeAndSee(Fixture console, byte[] output, Random random) throws Exception {
        ByteArrayOutputStream seen = new ByteArrayOutputStream();
        for (int done = 0; done < output.length; ) {
            int count = console.guest.put(output, done, Math.min(output.length - done, 1 + random.nextInt(2048)));
            done += count;
            console.guest.kick();
            seen.writeBytes(console.terminals.last().take());
        }
        console.device.settle();
        seen.writeBytes(console.terminals.last().take());
        return seen.toByteArray();
    }

    private static byte[] readAll(Fixture console, int count) {
        ByteArrayOutputStream read = new ByteArrayOutputStream();
        await().pollInterval(Duration.ofMillis(1)).until(() -> {
            read.writeBytes(console.guest.read());
            return read.size() >= count;
        });
        return read.toByteArray();
    }

    @Test
    void whatTheGuestWroteBeforeItWasServedIsTakenAtOnce() throws Exception {
        try (Fixture console = Fixture.primary()) {
            byte[] early = "booting\n".getBytes(StandardCharsets.US_ASCII);
            console.guest.put(early, 0, early.length);
            console.connected();
            assertThat(console.terminals.last().text()).isEqualTo("booting\n");
            assertThat(console.guest.signals).hasValue(1);
        }
    }

    @Test
    void theGuestIsToldOnlyWhenAnIndexMoved() throws Exception {
        try (Fixture console = Fixture.secondary().connected()) {
            assertThat(console.guest.signals).hasValue(0);
            console.guest.kick();
            console.guest.kick();
            assertThat(console.guest.signals).hasValue(0);
            console.guest.write("x");
            assertThat(console.guest.signals).hasValue(1);
            console.terminals.last().type(new byte[] {'y'});
            console.device.settle();
            assertThat(console.guest.signals).hasValue(2);
        }
    }

    @Test
    void aGuestThatNobodyReadsIsNeverHeldUpAndTheLatestIsKept() throws Exception {
        try (Fixture console = new Fixture(1, Fixture.discarding(65536)).connected()) {
            StringBuilder all = new StringBuilder();
            for (int line = 0; line < 20_000; line++) {
                all.append("line ").append(line).append('\n');
            }
            console.guest.write(all.toString());
            assertThat(console.device.failure).hasValue(null);
            String seen = console.drain();
            assertThat(seen).contains(" bytes of output lost]\r\n").endsWith("line 19999\n");
            String kept = seen.substring(seen.indexOf("lost]\r\n") + 7);
            assertThat(all.toString()).endsWith(kept);
            assertThat(kept.length()).isBetween(60_000, 65_536);
        }
    }

    @Test
    void theRestOfTheOutputGoesWhenTheTerminalHasRoomAlthoughTheGuestIsSilent() throws Exception {
        try (Fixture console = Fixture.secondary().connected()) {
            String all = "0123456789".repeat(5000);
            console.guest.write(all);
            assertThat(console.drain()).isEqualTo(all);
        }
    }

    @Test
    void withThePolicyKeepTheGuestWaitsAndNothingIsLost() throws Exception {
        try (Fixture console = new Fixture(1, Fixture.keeping(8192)).connected()) {
            byte[] all = Fixture.bytes(100_000, 3);
            ByteArrayOutputStream seen = new ByteArrayOutputStream();
            int done = 0;
            boolean waited = false;
            while (done < all.length) {
                int count = console.guest.put(all, done, all.length - done);
                done += count;
                console.guest.kick();
                if (count == 0) {
                    waited = true;
                    seen.writeBytes(console.terminals.last().take());
                    console.device.settle();
                }
            }
            assertThat(waited).isTrue();
            await().pollInterval(Duration.ofMillis(1)).until(() -> {
                seen.writeBytes(console.terminals.last().take());
                console.device.settle();
                return seen.size() >= all.length;
            });
            assertThat(seen.toByteArray()).isEqualTo(all);
            assertThat(console.handler.details()).containsEntry("dropped", "0 bytes");
        }
    }

    @Test
    void aPasteOf64KilobytesLosesNothingAndIsNotQueuedHere() throws Exception {
        try (Fixture console = Fixture.secondary().connected()) {
            byte[] paste = Fixture.bytes(65536, 5);
            console.terminals.last().type(paste);
            console.device.settle();
            assertThat(console.terminals.last().notRead())
                    .as("what the guest has no room for stays in the terminal")
                    .isEqualTo(paste.length - ConsolePage.IN_SIZE);
            assertThat(readAll(console, paste.length)).isEqualTo(paste);
        }
    }

    @Test
    void aGuestThatFloodsDoesNotStarveItsNeighbour() throws Exception {
        ScheduledThreadPoolExecutor shared = new ScheduledThreadPoolExecutor(1);
        try (Fixture flooding = new Fixture(new FakeDevice(1, shared), Fixture.PLAIN).connected();
                Fixture neighbour = new Fixture(new FakeDevice(2, shared), Fixture.PLAIN).connected()) {
            AtomicBoolean enough = new AtomicBoolean();
            CountDownLatch begun = new CountDownLatch(1000);
            Thread guest = new Thread(() -> flood(flooding, enough, begun), "flooding guest");
            guest.start();
            try {
                assertThat(begun.await(20, TimeUnit.SECONDS)).isTrue();
                for (int i = 0; i < 50; i++) {
                    neighbour.guest.write("me too\n");
                }
                assertThat(neighbour.terminals.last().text()).isEqualTo("me too\n".repeat(50));
            } finally {
                enough.set(true);
                guest.join();
            }
            assertThat(flooding.device.failure).hasValue(null);
        } finally {
            shared.shutdownNow();
        }
    }

    private static void flood(Fixture console, AtomicBoolean enough, CountDownLatch begun) {
        byte[] full = new byte[ConsolePage.OUT_SIZE];
        while (!enough.get()) {
            if (console.guest.put(full, 0, full.length) > 0) {
                console.device.execute(console.guest.onEvent());
                begun.countDown();
            } else {
                Thread.onSpinWait();
            }
        }
    }

    @Test
    void anImpossibleProducerIndexEndsThisConnectionWithAClearReason() throws Exception {
        try (Fixture console = Fixture.secondary().connected()) {
            console.guest.page.putInt(ConsolePage.OUT_PROD, 5000);
            console.guest.kick();
            assertThat(console.device.failure.get())
                    .isInstanceOf(CorruptRingException.class)
                    .hasMessageContaining("5000");
        }
    }

    @Test
    void anImpossibleConsumerIndexEndsThisConnectionWhenSomebodyTypes() throws Exception {
        try (Fixture console = Fixture.secondary().connected()) {
            console.guest.page.putInt(ConsolePage.IN_CONS, 77);
            console.terminals.last().type(new byte[] {1});
            console.guest.kick();
            assertThat(console.device.failure.get()).isInstanceOf(CorruptRingException.class);
        }
    }

    @Test
    void randomIndicesFromAHostileGuestNeverDoMoreThanEndItsConnection() throws Exception {
        Random random = new Random(99);
        for (int round = 0; round < 300; round++) {
            try (Fixture console = Fixture.secondary()) {
                console.guest.startAt(random.nextInt(), random.nextInt());
                try {
                    console.connected();
                    for (int step = 0; step < 10; step++) {
                        int field = ConsolePage.IN_CONS + 4 * random.nextInt(4);
                        console.guest.page.putInt(
                                field, random.nextBoolean() ? random.nextInt() : random.nextInt(3000));
                        console.terminals.last().type(new byte[random.nextInt(50)]);
                        console.guest.kick();
                    }
                } catch (CorruptRingException refused) {
                    assertThat(refused).hasMessageContaining("index");
                }
                Throwable failure = console.device.failure.get();
                assertThat(failure == null || failure instanceof CorruptRingException)
                        .as("%s", failure)
                        .isTrue();
            }
        }
    }

    @Test
    void detailsSayWhatFlowed() throws Exception {
        try (Fixture console = Fixture.secondary().connected()) {
            console.guest.write("hello");
            console.terminals.last().type("hi".getBytes(StandardCharsets.US_ASCII));
            console.device.settle();
            assertThat(console.device.call(console.handler::details))
                    .containsEntry("tty", "/dev/pts/40")
                    .containsEntry("output", "5 bytes")
                    .containsEntry("input", "2 bytes")
                    .containsEntry("dropped", "0 bytes");
            assertThat(console.guest.read()).asString(StandardCharsets.US_ASCII).isEqualTo("hi");
        }
    }
}
