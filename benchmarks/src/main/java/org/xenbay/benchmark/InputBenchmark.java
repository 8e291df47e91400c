package org.xenbay.benchmark;

import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.xenbay.api.device.DeviceId;
import org.xenbay.api.device.XenbusState;
import org.xenbay.api.guest.Guest;
import org.xenbay.backend.vkbd.VkbdBackend;
import org.xenbay.backend.vkbd.VkbdSettings;
import org.xenbay.frontend.FrontendProbe;
import org.xenbay.frontend.FrontendThreads;
import org.xenbay.frontend.VkbdEvent;
import org.xenbay.frontend.VkbdFrontend;
import org.xenbay.nativexen.input.PipedDevice;

/** From an event of an input device of the host to the guest's ring, alone and beside a pointer that moves all the time. */
final class InputBenchmark {

    private static final int KEYS = 10_000;
    private static final int KEYS_APART = 1_500;
    private static final int WARM_UP = 3_000;
    private static final int A = 30;
    private static final int SECONDS = 5;
    private static final int MOTIONS_A_SECOND = 10_000;
    private static final int MAX = 32767;
    private static final int KEY_PAUSE_NANOS = 2_000_000;

    private volatile VkbdEvent awaited;
    private volatile long keyAt;
    private volatile VkbdEvent place;

    void run() throws Exception {
        Path folder = Files.createTempDirectory("xenbay-benchmark");
        Path keyboardPipe = folder.resolve("keyboard");
        Path tabletPipe = folder.resolve("tablet");
        VkbdBackend backend = new VkbdBackend(defaults());
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
                report("keys one after the other", keys(keyboard, KEYS, 0));
                report("keys 2 ms apart", keys(keyboard, KEYS_APART, KEY_PAUSE_NANOS));
                besideMotion(keyboard, tablet, frontend);
            }
        } finally {
            backend.deactivate();
            Files.deleteIfExists(keyboardPipe);
            Files.deleteIfExists(tabletPipe);
            Files.delete(folder);
        }
    }

    /** The settings as they are without a configuration. */
    private static VkbdSettings defaults() {
        return (VkbdSettings) Proxy.newProxyInstance(
                VkbdSettings.class.getClassLoader(),
                new Class<?>[] {VkbdSettings.class},
                (self, method, arguments) -> method.getDefaultValue());
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
        int warmUp = pauseNanos == 0 ? WARM_UP : 0;
        for (int i = -warmUp; i < count; i++) {
            if (pauseNanos > 0) {
                LockSupport.parkNanos(pauseNanos);
            }
            int code = A + Math.floorMod(i, 100) / 2;
            boolean pressed = (i & 1) == 0;
            awaited = VkbdEvent.key(code, pressed);
            keyAt = 0;
            long sent = System.nanoTime();
            keyboard.key(code, pressed);
            while (keyAt == 0) {
                if (System.nanoTime() - sent > 5_000_000_000L) {
                    throw new IllegalStateException("key " + i + " did not arrive within 5 s");
                }
                Thread.onSpinWait();
            }
            if (i >= 0) {
                micros[i] = (keyAt - sent) / 1e3;
            }
        }
        return micros;
    }

    private void besideMotion(PipedDevice keyboard, PipedDevice tablet, VkbdFrontend frontend) throws Exception {
        int motions = SECONDS * MOTIONS_A_SECOND;
        frontend.ring().events();
        Thread hand = new Thread(() -> {
            try {
                long start = System.nanoTime();
                for (int i = 1; i <= motions; i++) {
                    tablet.move(i % MAX, i * 7 % MAX);
                    long due = start + i * (1_000_000_000L / MOTIONS_A_SECOND);
                    while (System.nanoTime() < due) {
                        LockSupport.parkNanos(due - System.nanoTime());
                    }
                }
                tablet.move(MAX, 0);
            } catch (Exception failed) {
                throw new IllegalStateException(failed);
            }
        });
        hand.start();
        double[] micros = keys(keyboard, (int) (SECONDS * 1_000_000_000L / (2 * KEY_PAUSE_NANOS)), KEY_PAUSE_NANOS);
        hand.join();
        VkbdEvent last = VkbdEvent.position(1023, 0, 0);
        for (long end = System.nanoTime() + 5_000_000_000L; !last.equals(place); ) {
            if (System.nanoTime() > end) {
                throw new IllegalStateException("the pointer is at " + place + ", not at " + last);
            }
        }
        long told = frontend.ring().events().stream()
                .filter(event -> event.kind() == VkbdEvent.Kind.POSITION)
                .count();
        report("keys beside %,d motions a second".formatted(MOTIONS_A_SECOND), micros);
        System.out.printf("input, %,d motions: told %,d, and the last place is right%n", motions, told);
    }

    private static void report(String what, double[] micros) {
        Statistics latency = new Statistics(micros);
        System.out.printf(
                "input, %s: from the device to the guest's ring median %.1f us, 99%% %.1f us, longest %.1f us (%d keys)%n",
                what, latency.median(), latency.percentile(99), latency.percentile(100), micros.length);
    }
}
