// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.qusb;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.xenbay.api.device.DeviceId;
import org.xenbay.api.device.XenDevOps;
import org.xenbay.api.device.XenbusState;
import org.xenbay.api.guest.Guest;
import org.xenbay.api.usb.UsbSetup;
import org.xenbay.frontend.FrontendProbe;
import org.xenbay.frontend.usb.GuestResult;
import org.xenbay.frontend.usb.GuestUrb;
import org.xenbay.frontend.usb.VusbFrontend;
import org.xenbay.simulation.Backend;
import org.xenbay.simulation.CrashPoints;
import org.xenbay.simulation.CrashableHost;
import org.xenbay.simulation.Disruption;
import org.xenbay.simulation.Simulated;

/**
 * The backend is replaced, and the daemon restarted and killed, at any step of any transfer, while a guest reads numbers from a
 * USB device and writes numbers to it. No number is seen twice or in another order, and none is missing but what was under way
 * when the daemon was killed: that is answered as failed. {@code -Dsimulation.seeds=N} runs more; each seed has
 * {@value #DISRUPTIONS} disruptions.
 */
class SimulationTest {

    private static final int DISRUPTIONS = 10;
    private static final int MAX_STEPS = 80;
    private static final int ADDRESS = 3;
    private static final int IN_FLIGHT = 3;
    private static final int FAILED = -71;
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    @TempDir
    Path folder;

    @ParameterizedTest(name = "seed {0} on real threads")
    @MethodSource("org.xenbay.simulation.Seeds#onRealThreads")
    void eachNumberIsMovedOnceOnRealThreads(long seed) throws Exception {
        eachNumberIsMovedOnce(seed);
    }

    @Simulated
    @ParameterizedTest(name = "seed {0}")
    @MethodSource("org.xenbay.simulation.Seeds#chosen")
    void eachNumberIsMovedOnce(long seed) throws Exception {
        Random random = new Random(seed);
        AtomicBoolean ends = new AtomicBoolean();
        int kills = 0;
        try (NumberedDevice device = new NumberedDevice(seed);
                CrashableHost host = new CrashableHost(new Controllers(device), folder, random)) {
            VusbFrontend guest = connect(host);
            Reader reader = new Reader(guest);
            Writer writer = new Writer(guest);
            CompletableFuture<Void> reading = host.program(() -> reader.run(ends));
            CompletableFuture<Void> writing = host.program(() -> writer.run(ends));
            for (int i = 0; i < DISRUPTIONS; i++) {
                Disruption what = Disruption.values()[random.nextInt(3)];
                kills += what == Disruption.KILL ? 1 : 0;
                host.disrupt(what, 1 + random.nextInt(MAX_STEPS));
            }
            ends.set(true);
            CompletableFuture.allOf(reading, writing).get(20, TimeUnit.SECONDS);
            assertThat(guest.violations()).isEmpty();
            assertThat(guest.plugEvents()).as("it was plugged in all the time").containsExactly("1:3");
            assertThat(reader.failed).isLessThanOrEqualTo(kills * IN_FLIGHT);
            assertThat(reader.missing()).as("read by nobody").isLessThanOrEqualTo(reader.failed);
            assertThat(writer.failed).hasSizeLessThanOrEqualTo(kills * IN_FLIGHT);
            List<Long> got = new ArrayList<>(device.got());
            assertThat(got).doesNotHaveDuplicates().isSorted().containsAll(writer.written);
            got.removeAll(writer.written);
            assertThat(writer.failed)
                    .as("written, though it was said to have failed")
                    .containsAll(got);
        }
    }

    private static VusbFrontend connect(CrashableHost host) throws InterruptedException {
        Guest domain = host.xen().create("guest");
        DeviceId id = new DeviceId(domain.domain(), "qusb", 0);
        host.admin().attach(id, Map.of("ports", "1", "port/1", "2-1"));
        FrontendProbe probe = new FrontendProbe();
        VusbFrontend guest = new VusbFrontend(domain, 0, host.frontends(), probe);
        guest.start();
        assertThat(probe.await(states -> states.backendStates().contains(XenbusState.CONNECTED), TIMEOUT))
                .isTrue();
        assertThat(guest.await(() -> guest.speed(1) == 3, TIMEOUT)).isTrue();
        assertThat(guest.submit(GuestUrb.control(1, 0, new UsbSetup(0, 5, ADDRESS, 0, 0)))
                        .join()
                        .status())
                .isZero();
        return guest;
    }

    /** Has several requests under way. */
    private abstract static class Program {
        final VusbFrontend guest;
        private final Deque<CompletableFuture<GuestResult>> underWay = new ArrayDeque<>();

        Program(VusbFrontend guest) {
            this.guest = guest;
        }

        void run(AtomicBoolean ends) {
            while (!ends.get() || !underWay.isEmpty()) {
                while (!ends.get() && underWay.size() < IN_FLIGHT) {
                    underWay.add(submit());
                }
                ended(underWay.remove().orTimeout(20, TimeUnit.SECONDS).join());
            }
        }

        abstract CompletableFuture<GuestResult> submit();

        abstract void ended(GuestResult result);
    }

    private static final class Reader extends Program {
        private long last;
        private long read;
        private int failed;

        Reader(VusbFrontend guest) {
            super(guest);
        }

        @Override
        CompletableFuture<GuestResult> submit() {
            return guest.submit(GuestUrb.bulk(1, ADDRESS, 0x81, new byte[Long.BYTES]));
        }

        @Override
        void ended(GuestResult result) {
            if (result.status() == FAILED) {
                failed++;
                return;
            }
            assertThat(result.status()).isZero();
            long number = ByteBuffer.wrap(result.data()).getLong();
            assertThat(number).isGreaterThan(last);
            last = number;
            read++;
        }

        long missing() {
            return last - read;
        }
    }

    private static final class Writer extends Program {
        private final List<Long> written = new ArrayList<>();
        private final List<Long> failed = new ArrayList<>();
        private final Deque<Long> submitted = new ArrayDeque<>();
        private long next;

        Writer(VusbFrontend guest) {
            super(guest);
        }

        @Override
        CompletableFuture<GuestResult> submit() {
            submitted.add(++next);
            return guest.submit(GuestUrb.bulk(
                    1, ADDRESS, 2, ByteBuffer.allocate(Long.BYTES).putLong(next).array()));
        }

        @Override
        void ended(GuestResult result) {
            long number = submitted.remove();
            if (result.status() == FAILED) {
                failed.add(number);
            } else {
                assertThat(result.status()).isZero();
                written.add(number);
            }
        }
    }

    /** The backend with a device that outlasts processes. */
    private static final class Controllers implements Backend {
        private final NumberedDevice device;
        private CrashPoints crashPoints;

        Controllers(NumberedDevice device) {
            this.device = device;
        }

        @Override
        public List<String> types() {
            return List.of("qusb");
        }

        @Override
        public XenDevOps start(CrashPoints process) {
            crashPoints = process;
            QusbBackend backend = new QusbBackend(QusbSettings.of(false));
            backend.addDevice(device.of(process));
            return backend;
        }

        @Override
        public void stop(XenDevOps version) {
            if (crashPoints.hasCrashed()) {
                device.closeSession();
            }
        }
    }
}
