// SPDX-License-Identifier: Apache-2.0
package org.xenbay.frontend;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.xenbay.api.device.XenbusState.CLOSED;
import static org.xenbay.api.device.XenbusState.CLOSING;
import static org.xenbay.api.device.XenbusState.CONNECTED;
import static org.xenbay.api.device.XenbusState.INITIALISED;
import static org.xenbay.api.device.XenbusState.INITIALISING;
import static org.xenbay.api.device.XenbusState.INIT_WAIT;

import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.xenbay.api.guest.Guest;
import org.xenbay.embedded.EmbeddedXen;

/** Consoles against xen/include/public/io/console.h and the habits of hvc_xen. */
class ConsoleFrontendTest {

    private final EmbeddedXen xen = new EmbeddedXen();
    private final FrontendThreads threads = new FrontendThreads();
    private final Guest guest = xen.create("guest");
    private final FrontendProbe probe = new FrontendProbe();
    private final ConsoleFrontend console = new ConsoleFrontend(guest, 1, threads, probe);
    private final HandDrivenBackend backend = new HandDrivenBackend(xen, guest, "console", 1);

    @AfterEach
    void close() {
        threads.close();
        xen.close();
    }

    private void connect() {
        console.start();
        backend.attach();
        backend.awaitFrontend(INITIALISED);
        backend.connectConsole();
        backend.state(CONNECTED);
        backend.awaitFrontend(CONNECTED);
    }

    @Test
    void bytesGoBothWays() {
        connect();
        assertThat(console.write(new byte[] {1, 2, 3}, 1, 2)).isEqualTo(2);
        assertThat(backend.drain()).containsExactly(2, 3);
        assertThat(backend.type(new byte[] {7, 8}, 0, 2)).isEqualTo(2);
        byte[] read = new byte[10];
        assertThat(console.read(read, 4, 6)).isEqualTo(2);

        assertThat(read).containsExactly(0, 0, 0, 0, 7, 8, 0, 0, 0, 0);
        assertThat(console.read(read, 0, 10)).isZero();
    }

    @Test
    void theBackendIsToldOnlyWhenAnIndexHasMoved() {
        connect();
        backend.channel.unmask();
        int before = backend.events.get();
        console.read(new byte[10], 0, 10);
        console.write(new byte[10], 0, 0);
        assertThat(backend.events).hasValue(before);
        console.write(new byte[10], 0, 1);
        assertThat(backend.events).hasValue(before + 1);
    }

    @Test
    void theRingHoldsWhatItsHeaderSaysAndNoMore() {
        connect();

        assertThat(console.write(new byte[5000], 0, 5000)).isEqualTo(2048);
        assertThat(console.write(new byte[1], 0, 1)).isZero();
        assertThat(backend.type(new byte[5000], 0, 5000)).isEqualTo(1024);
    }

    @Test
    @Timeout(30)
    void writingFullyEndsWhenEverythingIsOut() throws Exception {
        connect();
        byte[] bytes = new byte[300_000];
        new Random(1).nextBytes(bytes);
        CompletableFuture<Boolean> writing = CompletableFuture.supplyAsync(() -> writeFully(bytes));
        ByteArrayOutputStream drained = new ByteArrayOutputStream();
        while (drained.size() < bytes.length) {
            drained.writeBytes(backend.drain());
        }

        assertThat(writing.get(5, SECONDS)).isTrue();
        assertThat(drained.toByteArray()).isEqualTo(bytes);
    }

    @Test
    void writingFullyToABackendThatDoesNotDrainEndsAtTheTimeout() throws InterruptedException {
        connect();

        assertThat(console.writeFully(new byte[2048], Duration.ofSeconds(5))).isTrue();
        assertThat(console.writeFully(new byte[1], Duration.ofMillis(20))).isFalse();
    }

    @Test
    @Timeout(30)
    void aSinkWritesInTheBackgroundInOrder() throws Exception {
        connect();
        ConsoleSink sink = new ConsoleSink(console, threads.serial(), 100_000);
        byte[] bytes = new byte[90_000];
        new Random(2).nextBytes(bytes);
        CompletableFuture<Void> first = sink.send(Arrays.copyOf(bytes, 60_000));
        CompletableFuture<Void> second = sink.send(Arrays.copyOfRange(bytes, 60_000, 90_000));
        assertThatThrownBy(() -> sink.send(new byte[100_000]).get(5, SECONDS))
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(IllegalStateException.class);
        ByteArrayOutputStream drained = new ByteArrayOutputStream();
        while (drained.size() < bytes.length) {
            drained.writeBytes(backend.drain());
        }

        first.get(5, SECONDS);
        second.get(5, SECONDS);
        assertThat(drained.toByteArray()).isEqualTo(bytes);
        assertThat(sink.waiting()).isZero();
    }

    @Test
    void aClosedSinkGivesUpWhatWaits() {
        ConsoleSink sink = new ConsoleSink(console, threads.serial(), 100);
        CompletableFuture<Void> never = sink.send(new byte[10]);
        sink.close();

        assertThat(never).isCancelled();
        assertThat(sink.send(new byte[1])).isCompletedExceptionally();
        assertThat(sink.waiting()).isZero();
    }

    @Test
    void anImpossibleIndexMovesNothingAndIsSurvived() {
        connect();
        int right = backend.page.getIntAcquire(3080);
        backend.page.putIntRelease(3080, right + 5000);
        assertThat(console.write(new byte[1], 0, 1)).isZero();
        assertThat(console.corruptions()).isEqualTo(1);
        backend.page.putIntRelease(3080, right);
        assertThat(console.write(new byte[1], 0, 1)).isEqualTo(1);

        backend.page.putIntRelease(3076, 0x7FFFFFFF);
        assertThat(console.read(new byte[1], 0, 1)).isZero();
        assertThat(console.corruptions()).isEqualTo(2);
    }

    @Test
    void indicesWrapWhereTheirNumbersEnd() {
        console.start();
        backend.attach();
        backend.awaitFrontend(INITIALISED);
        backend.connectConsole();
        Random random = new Random(3);
        byte[] bytes = new byte[2048];
        for (int i = 0; i < 10_000; i++) {
            random.nextBytes(bytes);
            int length = 1 + random.nextInt(2048);
            assertThat(console.write(bytes, 0, length)).isEqualTo(length);
            assertThat(backend.drain()).isEqualTo(Arrays.copyOf(bytes, length));
        }
    }

    @Test
    void anEventTellsOfInputAndOfRoomAndOfTheEnd() {
        connect();
        int[] events = {0};
        Runnable end = console.onEvent(() -> events[0]++);
        backend.type("x");
        assertThat(events[0]).isEqualTo(1);
        console.write(new byte[1], 0, 1);
        backend.drain();
        assertThat(events[0]).isEqualTo(2);
        end.run();
        backend.type("x");
        assertThat(events[0]).isEqualTo(2);
    }

    @Test
    void afterTheBackendHasClosedTheRingIsNotTouched() throws Exception {
        connect();
        backend.disconnect();
        backend.state(CLOSING);
        await().until(() -> !console.isOpen());

        assertThat(console.write(new byte[1], 0, 1)).isZero();
        assertThat(console.writeFully(new byte[1], Duration.ofMillis(10))).isFalse();
        backend.state(CLOSED);
        CompletableFuture<Void> reloaded = console.reload();
        backend.awaitFrontend(INITIALISING);
        backend.state(INIT_WAIT);
        reloaded.get(5, SECONDS);
        backend.awaitFrontend(INITIALISED);
        backend.connectConsole();
        console.write(new byte[] {9}, 0, 1);
        assertThat(backend.drain()).containsExactly(9);
    }

    @Test
    void afterAResumeBytesGoThroughTheNewRing() throws Exception {
        connect();
        console.write(new byte[] {1}, 0, 1);
        String before = backend.read("ring-ref");
        console.resume().get(5, SECONDS);
        assertThat(backend.read("ring-ref")).isNotEqualTo(before);
        backend.disconnect();
        backend.connectConsole();
        console.write(new byte[] {2}, 0, 1);

        assertThat(backend.drain()).containsExactly(2);
    }

    @Test
    void aNumberThatEndsInZeroHasNoTerminal() throws InterruptedException {
        FrontendProbe ten = new FrontendProbe();
        new ConsoleFrontend(guest, 10, threads, ten).start();
        new HandDrivenBackend(xen, guest, "console", 10).attach();

        assertThat(ten.await(p -> !p.failures().isEmpty(), Duration.ofSeconds(5)))
                .isTrue();
        assertThat(ten.failures().get(0)).startsWith("19 ");
    }

    @Test
    void theFirstConsoleWorksWithoutXenStore() {
        PrimaryConsoleFrontend primary = new PrimaryConsoleFrontend(guest);
        primary.write(new byte[] {5}, 0, 1);
        backend.connectPrimary();
        int[] events = {0};
        primary.onEvent(() -> events[0]++);
        backend.type("a");
        byte[] read = new byte[4];

        assertThat(backend.drain()).containsExactly(5);
        assertThat(primary.read(read, 0, 4)).isEqualTo(1);
        assertThat(read[0]).isEqualTo((byte) 'a');
        assertThat(events[0]).isEqualTo(2);
        primary.close();
        assertThat(primary.isOpen()).isFalse();
        assertThat(primary.write(read, 0, 1)).isZero();
    }

    private boolean writeFully(byte[] bytes) {
        try {
            return console.writeFully(bytes, Duration.ofSeconds(20));
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }
}
