// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.ninepfs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.xenbay.api.device.DeviceId;
import org.xenbay.api.device.XenDevOps;
import org.xenbay.api.device.XenbusState;
import org.xenbay.api.file.HostFiles;
import org.xenbay.api.guest.Guest;
import org.xenbay.api.host.DescriptorStore;
import org.xenbay.frontend.FrontendProbe;
import org.xenbay.frontend.NinePfsFrontend;
import org.xenbay.frontend.ninep.NinePClient;
import org.xenbay.nativexen.file.LocalFiles;
import org.xenbay.simulation.Backend;
import org.xenbay.simulation.CrashPoints;
import org.xenbay.simulation.CrashableHost;
import org.xenbay.simulation.Disruption;
import org.xenbay.simulation.Simulated;

/**
 * At any step of any request the backend is replaced, or the daemon is restarted or killed. Three programs of a guest do not
 * notice. {@code -Dsimulation.seeds=N} runs more, up to 600 at a time, as simulated processes that are killed leave
 * descriptors open in this one; each seed has {@value #DISRUPTIONS} disruptions.
 */
class SimulationTest {

    private static final int DISRUPTIONS = 10;
    private static final int PROGRAMS = 3;
    /** So few descriptors that idle files are closed all the time. */
    private static final int DESCRIPTORS = 56;

    private static final int MAX_STEPS = 150;

    @TempDir
    Path folder;

    @ParameterizedTest(name = "seed {0} on real threads")
    @MethodSource("org.xenbay.simulation.Seeds#onRealThreads")
    void theGuestNoticesNothingOnRealThreads(long seed) throws Exception {
        theGuestNoticesNothing(seed);
    }

    @Simulated
    @ParameterizedTest(name = "seed {0}")
    @MethodSource("org.xenbay.simulation.Seeds#chosen")
    void theGuestNoticesNothing(long seed) throws Exception {
        Random random = new Random(seed);
        Path share = Files.createDirectory(folder.resolve("share"));
        try (CrashableHost host = new CrashableHost(new Shares(), folder, random)) {
            Guest guest = host.xen().create("guest");
            DeviceId id = new DeviceId(guest.domain(), "9pfs", 0);
            NinePClient client = mount(host, guest, id, share);
            int root = client.attach(0, "");
            List<GuestModel> programs = new ArrayList<>();
            for (int i = 0; i < PROGRAMS; i++) {
                programs.add(new GuestModel(client, root, "program" + i, random.nextLong()));
            }
            boolean[] stop = new boolean[1];
            List<CompletableFuture<Void>> running = programs.stream()
                    .map(program -> host.program(() -> live(program, stop)))
                    .toList();
            for (int i = 0; i < DISRUPTIONS; i++) {
                host.disrupt(Disruption.values()[random.nextInt(3)], 1 + random.nextInt(MAX_STEPS));
            }
            synchronized (stop) {
                stop[0] = true;
            }
            for (int i = 0; i < PROGRAMS; i++) {
                try {
                    running.get(i).get(40, TimeUnit.SECONDS);
                } catch (Exception failed) {
                    throw new AssertionError(
                            host.admin().device(id) + " after "
                                    + programs.get(i).done(),
                            failed);
                }
            }
            assertThat(host.xen().store().read(id.backendPath(0).child("state")))
                    .contains("4");
            for (GuestModel program : programs) {
                program.compareWith(share);
            }
        }
    }

    private static NinePClient mount(CrashableHost host, Guest guest, DeviceId id, Path share) throws Exception {
        host.admin().attach(id, Map.of("tag", "share", "path", share.toString()));
        FrontendProbe probe = new FrontendProbe();
        NinePfsFrontend frontend = new NinePfsFrontend(guest, 0, 2, 4, host.frontends(), probe);
        frontend.start();
        assertThat(probe.awaitFrontend(XenbusState.CONNECTED, Duration.ofSeconds(10)))
                .isTrue();
        NinePClient client = new NinePClient(frontend);
        client.version(client.msize(), "9P2000.L");
        return client;
    }

    private static void live(GuestModel program, boolean[] stop) {
        while (true) {
            synchronized (stop) {
                if (stop[0]) {
                    return;
                }
            }
            program.step();
        }
    }

    /** The backend, with open files that the next process takes over. */
    private static final class Shares implements Backend {
        private HostFiles files;
        private DescriptorStore descriptorStore;

        @Override
        public void begin() {
            LocalFiles host = LocalFiles.open().orElseThrow();
            files = host.files();
            descriptorStore = host.keeper();
        }

        @Override
        public List<String> types() {
            return List.of("9pfs");
        }

        @Override
        public XenDevOps start(CrashPoints crashPoints) {
            NinePfsBackend backend = new NinePfsBackend(Map.of("descriptors", DESCRIPTORS));
            backend.setDescriptorStore(crashPoints.withCrashPoints(descriptorStore));
            backend.setFiles(crashPoints.withCrashPoints(files));
            return backend;
        }

        @Override
        public void stop(XenDevOps version) {
            ((NinePfsBackend) version).deactivate();
        }

        @Override
        public DescriptorStore descriptorStore() {
            return descriptorStore;
        }
    }
}
