// SPDX-License-Identifier: Apache-2.0
package org.xenbay.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
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
 * From an event of an input device of the host to the guest's ring, alone and beside a pointer that moves all the time. Both
 * take turns, round after round, so that what else the machine does is the same for both, and their ratio says what motion adds.
 */
final class InputBenchmark {

    private static final int KEYS = 10_000;
    private static final int WARM_UP = 3_000;
    private static final int ROUNDS = 20;
    private static final int KEYS_A_ROUND = 200;
    private static final int KEY_PAUSE_NANOS = 2_000_000;
    private static final int MOTIONS_A_SECOND = 10_000;
    private static final int A = 30;
    private static final int MAX = 32767;
    private static final VkbdEvent LAST_PLACE = VkbdEvent.position(1023, 0, 0);
    private static final long TIMEOUT_NANOS = 5_000_000_000L;

    private volatile VkbdEvent awaited;
    private volatile long keyAt;
    private volatile VkbdEvent place;

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
            try (VkbdFrontend frontend = new VkbdFrontend(guest, 0, VkbdFrontend.Manner.LINUX, threads, probe)) {
                frontend.ring().onEvent(this::seen);
                frontend.start();
                if (!probe.awaitFrontend(XenbusState.CONNECTED, Duration.ofSeconds(10))) {
                    throw new IllegalStateException("not connected: " + probe.failures());
                }
                while (backend.targets().isEmpty()) {
                    Thread.onSpinWait();
                }
                backend.focus("keyboard", Optional.of(id));
                backend.focus("tablet", Optional.of(id));
                keys(keyboard, WARM_UP, 0);
                report("keys one after the other", keys(keyboard, KEYS, 0));
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
        if (event.equals(awaited)) {
            keyAt = System.nanoTime();
        } else if (event.kind() == VkbdEvent.Kind.POSITION) {
            place = event;
        }
    }

    private double[] keys(PipedDevice keyboard, int count, long pauseNanos) throws Exception {
        double[] micros = new double[count];
        for (int i = 0; i < count; i++) {
            if (pauseNanos > 0) {
                LockSupport.parkNanos(pauseNanos);
            }
            int code = A + i % 100 / 2;
            boolean pressed = (i & 1) == 0;
            awaited = VkbdEvent.key(code, pressed);
            keyAt = 0;
            long sent = System.nanoTime();
            keyboard.key(code, pressed);
            while (keyAt == 0) {
                if (System.nanoTime() - sent > TIMEOUT_NANOS) {
                    throw new IllegalStateException("key " + i + " did not arrive within 5 s");
                }
                Thread.onSpinWait();
            }
            micros[i] = (keyAt - sent) / 1e3;
        }
        return micros;
    }

    private void inTurns(PipedDevice keyboard, PipedDevice tablet, VkbdFrontend frontend) throws Exception {
        double[] alone = new double[ROUNDS * KEYS_A_ROUND];
        double[] beside = new double[ROUNDS * KEYS_A_ROUND];
        double[] ratios = new double[ROUNDS];
        long motions = 0;
        frontend.ring().events();
        for (int round = 0; round < ROUNDS; round++) {
            double[] without = keys(keyboard, KEYS_A_ROUND, KEY_PAUSE_NANOS);
            Hand hand = new Hand(tablet);
            double[] with = keys(keyboard, KEYS_A_ROUND, KEY_PAUSE_NANOS);
            motions += hand.rest();
            awaitLastPlace();
            System.arraycopy(without, 0, alone, round * KEYS_A_ROUND, KEYS_A_ROUND);
            System.arraycopy(with, 0, beside, round * KEYS_A_ROUND, KEYS_A_ROUND);
            ratios[round] = new Statistics(with).median() / new Statistics(without).median();
        }
        long told = frontend.ring().events().stream()
                .filter(event -> event.kind() == VkbdEvent.Kind.POSITION)
                .count();
        report("keys 2 ms apart, alone", alone);
        report("keys 2 ms apart, beside %,d motions a second".formatted(MOTIONS_A_SECOND), beside);
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

    /** Moves a pen until it is to rest. */
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
                long start = System.nanoTime();
                long motions = 0;
                while (!resting) {
                    motions++;
                    tablet.move((int) (motions % MAX), (int) (motions * 7 % MAX));
                    long due = start + motions * (1_000_000_000L / MOTIONS_A_SECOND);
                    while (System.nanoTime() < due) {
                        LockSupport.parkNanos(due - System.nanoTime());
                    }
                }
                tablet.move(MAX, 0);
                moved.complete(motions + 1);
            } catch (IOException | RuntimeException failed) {
                moved.completeExceptionally(failed);
            }
        }

        /** @return how often it has moved, the last time to the corner */
        long rest() {
            resting = true;
            return moved.join();
        }
    }

    private static void report(String what, double[] micros) {
        Statistics latency = new Statistics(micros);
        System.out.printf(
                "input, %s: from the device to the guest's ring median %.1f us, 99%% %.1f us, longest %.1f us (%d keys)%n",
                what, latency.median(), latency.percentile(99), latency.percentile(100), micros.length);
    }
}
