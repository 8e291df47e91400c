// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.vkbd;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.xenbay.api.device.DeviceId;
import org.xenbay.api.device.XenDevOps;
import org.xenbay.api.device.XenbusState;
import org.xenbay.api.guest.Guest;
import org.xenbay.api.input.InputEvent;
import org.xenbay.api.input.InputEvent.Key;
import org.xenbay.api.input.InputSource;
import org.xenbay.api.input.InputTarget;
import org.xenbay.api.input.SourceInfo;
import org.xenbay.frontend.FrontendProbe;
import org.xenbay.frontend.VkbdEvent;
import org.xenbay.frontend.VkbdFrontend;
import org.xenbay.simulation.Backend;
import org.xenbay.simulation.CrashPoints;
import org.xenbay.simulation.CrashableHost;
import org.xenbay.simulation.Disruption;
import org.xenbay.simulation.Simulated;
import org.xenbay.simulation.Waiting;

/**
 * The backend is replaced, and the daemon restarted and killed, at any step, while a user types. No key stays down in the
 * guest, none goes down twice, and the guest gets the keys in the order in which they were typed. {@code -Dsimulation.seeds=N}
 * runs more; each seed has {@value #DISRUPTIONS} disruptions.
 */
class SimulationTest {

    private static final int DISRUPTIONS = 10;
    private static final int MAX_STEPS = 60;
    private static final int FIRST_KEY = 2;
    private static final int KEYS = 80;
    private static final int MAX_DOWN = 5;

    @TempDir
    Path folder;

    private final TestSource keyboard = new TestSource("keys", "seat0");
    private final List<Integer> typed = new CopyOnWriteArrayList<>();
    private final List<Integer> down = new ArrayList<>();
    private final List<VkbdEvent> seen = new CopyOnWriteArrayList<>();

    @ParameterizedTest(name = "seed {0} on real threads")
    @MethodSource("org.xenbay.simulation.Seeds#onRealThreads")
    void noKeyStaysDownOnRealThreads(long seed) throws Exception {
        noKeyStaysDown(seed);
    }

    @Simulated
    @ParameterizedTest(name = "seed {0}")
    @MethodSource("org.xenbay.simulation.Seeds#chosen")
    void noKeyStaysDown(long seed) throws Exception {
        Random random = new Random(seed);
        try (CrashableHost host = new CrashableHost(new Keyboards(keyboard), folder, random)) {
            Guest domain = host.xen().create("guest");
            DeviceId id = new DeviceId(domain.domain(), "vkbd", 0);
            host.admin().attach(id, Map.of());
            FrontendProbe probe = new FrontendProbe();
            VkbdFrontend guest = new VkbdFrontend(domain, 0, VkbdFrontend.Variant.LINUX, host.frontends(), probe);
            guest.ring().onEvent(seen::add);
            guest.start();
            assertThat(probe.awaitFrontend(XenbusState.CONNECTED, KeyboardHost.TIMEOUT))
                    .isTrue();
            for (int i = 0; i < DISRUPTIONS; i++) {
                AtomicBoolean ends = new AtomicBoolean();
                long variant = random.nextLong();
                CompletableFuture<Void> typing = host.program(() -> type(new Random(variant), ends));
                host.disrupt(Disruption.values()[random.nextInt(3)], 1 + random.nextInt(MAX_STEPS));
                ends.set(true);
                typing.get(10, TimeUnit.SECONDS);
                Waiting.until(KeyboardHost.TIMEOUT, () -> guest.ring().down().isEmpty());
            }
            assertThat(probe.backendStates()).doesNotContain(XenbusState.CLOSING, XenbusState.CLOSED);
        }
        assertThat(typed).hasSizeGreaterThan(DISRUPTIONS);
        assertEachGoesDownOnce();
        assertSeenInOrder();
    }

    private void type(Random random, AtomicBoolean ends) {
        while (!ends.get()) {
            if (keyboard.sink != null) {
                if (down.size() == MAX_DOWN || !down.isEmpty() && random.nextBoolean()) {
                    send(down.remove(random.nextInt(down.size())), false);
                } else {
                    int code = FIRST_KEY + typed.size() % KEYS;
                    typed.add(code);
                    down.add(code);
                    send(code, true);
                }
            }
            LockSupport.parkNanos(random.nextInt(200_000));
        }
        while (!down.isEmpty()) {
            send(down.remove(0), false);
        }
    }

    /** The guest may not read its keyboard now. */
    private void send(int code, boolean pressed) {
        InputSource.Sink sink = keyboard.sink;
        if (sink != null) {
            try {
                sink.frame(List.of(new Key(code, pressed)));
            } catch (RejectedExecutionException closed) {
                // so the key is lost, as keys are while the guest does not read
            }
        }
    }

    private void assertEachGoesDownOnce() {
        List<Integer> held = new ArrayList<>();
        for (VkbdEvent event : seen) {
            if (event.kind() == VkbdEvent.Kind.KEY && event.b() == 1) {
                assertThat(held).as("down twice: %s", event).doesNotContain(event.a());
                held.add(event.a());
            } else if (event.kind() == VkbdEvent.Kind.KEY) {
                held.remove((Integer) event.a());
            }
        }
        assertThat(held).isEmpty();
    }

    private void assertSeenInOrder() {
        Iterator<Integer> order = typed.iterator();
        for (VkbdEvent event : seen) {
            if (event.kind() == VkbdEvent.Kind.KEY && event.b() == 1) {
                boolean found = false;
                while (!found && order.hasNext()) {
                    found = order.next() == event.a();
                }
                assertThat(found)
                        .as("%s was typed, and after those before it", event)
                        .isTrue();
            }
        }
    }

    /** The backend with a keyboard that outlasts processes. */
    private static final class Keyboards implements Backend {
        private final TestSource keyboard;
        private ProcessSource source;

        Keyboards(TestSource keyboard) {
            this.keyboard = keyboard;
        }

        @Override
        public List<String> types() {
            return List.of("vkbd");
        }

        @Override
        public XenDevOps start(CrashPoints crashPoints) {
            source = new ProcessSource(keyboard, crashPoints, new AtomicReference<>());
            VkbdBackend backend = new VkbdBackend(VkbdSettings.PLAIN.withRules("* -> guest"));
            backend.addSource(source);
            return backend;
        }

        @Override
        public void stop(XenDevOps version) {
            if (source.crashPoints.hasCrashed()) {
                source.closeByKernel();
            } else {
                ((VkbdBackend) version).deactivate();
            }
        }
    }

    /** The keyboard as one process has it: read by a thread of that process, which stops with the process. */
    private record ProcessSource(TestSource keyboard, CrashPoints crashPoints, AtomicReference<ExecutorService> reader)
            implements InputSource {

        @Override
        public SourceInfo info() {
            return keyboard.info();
        }

        void closeByKernel() {
            keyboard.sink = null;
            if (reader.get() != null) {
                reader.get().shutdownNow();
            }
        }

        @Override
        public Session open(Sink sink) throws IOException {
            ExecutorService thread =
                    Executors.newSingleThreadExecutor(task -> new Thread(task, "xenbay-simulated-keyboard"));
            reader.set(thread);
            Session session = keyboard.open(new Sink() {
                @Override
                public void frame(List<InputEvent> events) {
                    thread.execute(() -> {
                        crashPoints.step();
                        sink.frame(events);
                    });
                }

                @Override
                public void releaseAll(String why) {
                    thread.execute(() -> sink.releaseAll(why));
                }
            });
            return new Session() {
                @Override
                public void focus(InputTarget target) {
                    session.focus(target);
                }

                @Override
                public void returnToHost() {
                    session.returnToHost();
                }

                @Override
                public void close() {
                    keyboard.sink = null;
                    session.close();
                    thread.shutdown();
                }
            };
        }
    }
}
