// SPDX-License-Identifier: Apache-2.0
package org.xenbay.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongConsumer;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;
import org.xenbay.api.device.DeviceId;
import org.xenbay.api.device.XenbusState;
import org.xenbay.api.guest.Guest;
import org.xenbay.backend.vkbd.VkbdBackend;
import org.xenbay.frontend.FrontendProbe;
import org.xenbay.frontend.FrontendThreads;
import org.xenbay.frontend.VkbdEvent;
import org.xenbay.frontend.VkbdFrontend;
import org.xenbay.nativexen.input.PipedDevice;

/**
 * Latency from an input device of the host to the guest, without other input and with a pointer that moves all the time. The
 * two measurements alternate, so that other load of the machine affects both equally, and their ratio shows the cost of motion.
 * Keys and motions are written by a schedule, and a key's latency counts from the time at which it was due.
 */
final class InputBenchmark {

    private static final int KEYS = 10_000;
    private static final int WARM_UP = 3_000;
    private static final int ROUNDS = 7;
    private static final int KEYS_A_SECOND = 500;
    private static final int KEYS_A_ROUND = 2_000;
    private static final int KEYS_BEFORE = 100;
    private static final int MOTIONS_A_SECOND = 10_000;
    private static final int A = 30;
    private static final int MAX = 32767;
    private static final VkbdEvent LAST_PLACE = VkbdEvent.position(1023, 0, 0);
    private static final long TIMEOUT_NANOS = 5_000_000_000L;

    private volatile long keys;
    private volatile LongConsumer onKey = number -> {};
    private volatile @Nullable String trouble;
    private volatile @Nullable VkbdEvent place;

    void run() throws Exception {
        Path folder = Files.createTempDirectory("xenbay-benchmark");
        Path keyboardPipe = folder.resolve("keyboard");
        Path tabletPipe = folder.resolve("tablet");
        VkbdBackend backend = new VkbdBackend(Map.of());
        FrontendProbe probe = new FrontendProbe();
        try (CoreHost host = new CoreHost(backend, "vkbd");
                FrontendThreads threads = new FrontendThreads();
                PipedDevice keyboard = new PipedDevice(keyboardPipe);
                PipedDevice tablet = new PipedDevice(tabletPipe)) {
            Guest guest = host.xen().create("guest");
            DeviceId id = new DeviceId(guest.domain(), "vkbd", 0);
            host.admin().attach(id, Map.of("width", "1024", "height", "768"));
            backend.addSource(keyboard);
            backend.addSource(tablet);
            try (VkbdFrontend frontend = new VkbdFrontend(guest, 0, VkbdFrontend.Variant.LINUX, threads, probe)) {
                frontend.ring().onEvent(this::seen);
                frontend.start();
                if (!probe.awaitFrontend(XenbusState.CONNECTED, Duration.ofSeconds(10))) {
                    throw new IllegalStateException("not connected: " + probe.failures());
                }
                while (backend.targets().isEmpty()) {
                    Thread.onSpinWait();
                }
                backend.focus("keyboard", id);
                backend.focus("tablet", id);
                oneAfterTheOther(keyboard, WARM_UP);
                report(oneAfterTheOther(keyboard, KEYS));
                inTurns(keyboard, tablet, frontend);
            }
        } finally {
            backend.deactivate();
            Files.deleteIfExists(keyboardPipe);
            Files.deleteIfExists(tabletPipe);
            Files.delete(folder);
        }
    }

    private void seen(VkbdEvent event) {
        if (event.kind() == VkbdEvent.Kind.KEY) {
            long number = keys;
            if (!event.equals(VkbdEvent.key(code(number), isPressed(number)))) {
                trouble = "key " + number + " is " + event;
            }
            onKey.accept(number + 1);
            keys = number + 1;
        } else if (event.kind() == VkbdEvent.Kind.POSITION) {
            place = event;
        }
    }

    private static int code(long number) {
        return A + (int) (number % 100) / 2;
    }

    private static boolean isPressed(long number) {
        return (number & 1) == 0;
    }

    private static void press(PipedDevice keyboard, long number) throws IOException {
        keyboard.key(code(number), isPressed(number));
    }

    private double[] oneAfterTheOther(PipedDevice keyboard, int count) throws IOException {
        double[] micros = new double[count];
        long[] seenAt = new long[1];
        onKey = number -> seenAt[0] = System.nanoTime();
        for (int i = 0; i < count; i++) {
            long number = keys;
            long sent = System.nanoTime();
            press(keyboard, number);
            while (keys == number) {
                if (System.nanoTime() - sent > TIMEOUT_NANOS) {
                    throw new IllegalStateException("key " + i + " did not arrive within 5 s");
                }
                Thread.onSpinWait();
            }
            micros[i] = (seenAt[0] - sent) / 1e3;
        }
        return micros;
    }

    private Histogram atRate(PipedDevice keyboard) throws Exception {
        long before = keys;
        long count = KEYS_BEFORE + KEYS_A_ROUND;
        OpenLoop loop = new OpenLoop(KEYS_A_SECOND);
        Arrivals arrivals = new Arrivals(loop, KEYS_BEFORE);
        onKey = number -> arrivals.upTo(number - before);
        loop.run(count, number -> press(keyboard, before + number));
        Histogram nanos = arrivals.await(count);
        if (trouble != null) {
            throw new IllegalStateException(trouble);
        }
        return nanos;
    }

    private void inTurns(PipedDevice keyboard, PipedDevice tablet, VkbdFrontend frontend) throws Exception {
        String what = "input, %,d keys a second, ".formatted(KEYS_A_SECOND);
        LatencyReport alone = new LatencyReport(what + "alone");
        LatencyReport beside = new LatencyReport(what + "beside %,d motions a second".formatted(MOTIONS_A_SECOND));
        double[] ratios = new double[ROUNDS];
        long motions = 0;
        frontend.ring().events();
        for (int round = 0; round < ROUNDS; round++) {
            Histogram without = atRate(keyboard);
            Hand hand = new Hand(tablet);
            Histogram with = atRate(keyboard);
            motions += hand.rest();
            awaitLastPlace();
            alone.add(without);
            beside.add(with);
            ratios[round] = (double) with.getValueAtPercentile(50) / without.getValueAtPercentile(50);
        }
        long told = frontend.ring().events().stream()
                .filter(event -> event.kind() == VkbdEvent.Kind.POSITION)
                .count();
        alone.print();
        beside.print();
        System.out.printf(
                "input, beside motion to alone, medians of one round: %s%n", new Statistics(ratios).text("times"));
        System.out.printf(
                "input, %,d motions: told %,d; after each of %d rounds the last place was right%n",
                motions, told, ROUNDS);
    }

    private void awaitLastPlace() {
        for (long end = System.nanoTime() + TIMEOUT_NANOS; !LAST_PLACE.equals(place); ) {
            if (System.nanoTime() > end) {
                throw new IllegalStateException("the pointer is at " + place + ", not at " + LAST_PLACE);
            }
        }
    }

    /** Moves a pen until it is stopped. */
    private static final class Hand {

        private final PipedDevice tablet;
        private final CompletableFuture<Long> moved = new CompletableFuture<>();
        private volatile boolean resting;

        Hand(PipedDevice tablet) {
            this.tablet = tablet;
            new Thread(this::run, "hand").start();
        }

        private void run() {
            try {
                long motions = new OpenLoop(MOTIONS_A_SECOND).runUntil(() -> resting, this::move);
                tablet.move(MAX, 0);
                moved.complete(motions + 1);
            } catch (Exception failed) {
                moved.completeExceptionally(failed);
            }
        }

        private void move(long number) throws IOException {
            tablet.move((int) (number % MAX), (int) (number * 7 % MAX));
        }

        /** @return how often it has moved, the last time to the corner */
        long rest() {
            resting = true;
            return moved.join();
        }
    }

    private static void report(double[] micros) {
        Statistics latency = new Statistics(micros);
        System.out.printf(
                "input, keys one after the other: from the device to the guest median %.1f us, 99%% %.1f us, longest %.1f us (%d keys)%n",
                latency.median(), latency.percentile(99), latency.percentile(100), micros.length);
    }
}
