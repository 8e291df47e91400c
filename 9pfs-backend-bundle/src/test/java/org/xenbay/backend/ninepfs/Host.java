// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.ninepfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Assumptions;
import org.xenbay.api.budget.FairBudget;
import org.xenbay.api.device.DeviceId;
import org.xenbay.api.device.XenbusState;
import org.xenbay.api.file.Errno;
import org.xenbay.api.file.FileException;
import org.xenbay.api.file.HostFiles;
import org.xenbay.api.guest.Guest;
import org.xenbay.api.management.XenbusAdmin;
import org.xenbay.core.admin.AdminService;
import org.xenbay.core.device.CallLimits;
import org.xenbay.core.device.Handovers;
import org.xenbay.core.device.PersistentMemory;
import org.xenbay.core.registry.BackendTable;
import org.xenbay.core.registry.CoreRuntime;
import org.xenbay.core.registry.HostServices;
import org.xenbay.core.registry.Limits;
import org.xenbay.core.registry.Xenbus;
import org.xenbay.embedded.EmbeddedXen;
import org.xenbay.frontend.FrontendProbe;
import org.xenbay.frontend.FrontendThreads;
import org.xenbay.frontend.NinePfsFrontend;
import org.xenbay.frontend.ninep.NinePClient;
import org.xenbay.frontend.ninep.NinePException;
import org.xenbay.nativexen.file.HostFilesComponent;

/** The backend on the embedded Xen with the real core and real files; each guest gets a share of a temporary folder. */
final class Host implements AutoCloseable {

    static final Duration TIMEOUT = Duration.ofSeconds(10);
    static final HostFiles FILES = HostFilesComponent.ofThisHost().orElseThrow();

    private final EmbeddedXen xen = new EmbeddedXen();
    private final HeapMemory persistentMemory = new HeapMemory();
    private final CoreRuntime runtime;
    private final Xenbus xenbus;
    private final XenbusAdmin admin;
    private final HostFiles files;
    private final FrontendThreads threads = new FrontendThreads();
    private final Path folder;
    private int guests;

    Host(Path folder) {
        this(folder, Map.of());
    }

    /** @param settings values of the configuration, by name; other settings have their defaults */
    Host(Path folder, Map<String, Object> settings) {
        this(folder, settings, FILES, CoreRuntime.memoryOf(CoreRuntime.DEFAULT_MEMORY_PERCENT));
    }

    /**
     * @param files the host's files, with the descriptors that guests divide
     * @param memory the memory that guests divide
     */
    Host(Path folder, Map<String, Object> settings, HostFiles files, FairBudget memory) {
        this.folder = folder;
        this.files = files;
        this.runtime = new CoreRuntime(
                xen, new HostServices(Handovers.NONE, persistentMemory), Limits.DEFAULT, CallLimits.DEFAULT, memory);
        this.xenbus = new Xenbus(runtime);
        this.admin = new AdminService(xenbus, runtime, "embedded");
        serve(1, settings);
    }

    /** @return the persistent memory, by its name, of all devices that are found from now on */
    Map<String, ByteBuffer> persistentMemory() {
        persistentMemory.all = new ConcurrentHashMap<>();
        return persistentMemory.all;
    }

    /** Persistent memory on the heap, after a test has asked for it. */
    private static final class HeapMemory implements PersistentMemory {
        /** The persistent memory by its name, after a test has asked for it. */
        private volatile Map<String, ByteBuffer> all;

        @Override
        public Optional<ByteBuffer> of(DeviceId device, String name, int size) {
            return Optional.ofNullable(all)
                    .map(present -> present.computeIfAbsent(name, unused -> ByteBuffer.allocateDirect(size)));
        }

        @Override
        public void remove(DeviceId device) {
            if (all != null) {
                all.clear();
            }
        }
    }

    NinePfsBackend serve(long service, Map<String, Object> settings) {
        NinePfsBackend backend = new NinePfsBackend(settings);
        backend.setFiles(files);
        xenbus.backendArrived(List.of("9pfs", "xen_9pfs"), new BackendTable.Entry(backend, 0, service, "9pfs", "1", 1));
        return backend;
    }

    void leave(long service) {
        xenbus.backendLeft(List.of("9pfs", "xen_9pfs"), service);
    }

    /** @return the files of this host, of which guests may hold so many descriptors together */
    static HostFiles filesWith(FairBudget descriptors) {
        return new HostFiles() {
            @Override
            public org.xenbay.api.file.Share open(Path folder) throws FileException {
                return FILES.open(folder);
            }

            @Override
            public FairBudget descriptors() {
                return descriptors;
            }
        };
    }

    XenbusAdmin admin() {
        return admin;
    }

    EmbeddedXen xen() {
        return xen;
    }

    FrontendThreads threads() {
        return threads;
    }

    /** A guest with one connected 9pfs device. */
    record Share(Guest guest, DeviceId id, NinePfsFrontend frontend, FrontendProbe probe, NinePClient client) {

        /** @return the fid of the root, in a session of 9P2000.L */
        int mount() {
            assertThat(client.version(client.msize(), "9P2000.L")).isEqualTo("9P2000.L");
            return client.attach(0, "");
        }
    }

    Share share() throws InterruptedException {
        return share("9pfs", 2, 5, Map.of());
    }

    Share share(String type, int rings, int order, Map<String, String> options) throws InterruptedException {
        return connected(begin(type, rings, order, options));
    }

    /** @return a guest whose device may have to wait for the host */
    Share begin(String type, int rings, int order, Map<String, String> options) {
        Guest guest = xen.create("guest" + ++guests);
        DeviceId id = new DeviceId(guest.domain(), type, 0);
        Map<String, String> all = new HashMap<>(Map.of("tag", "share", "path", folder.toString()));
        all.putAll(options);
        admin.attach(id, all);
        FrontendProbe probe = new FrontendProbe();
        NinePfsFrontend frontend = new NinePfsFrontend(guest, 0, rings, order, threads, probe);
        frontend.start();
        return new Share(guest, id, frontend, probe, new NinePClient(frontend));
    }

    /** @return a guest whose device is connected */
    Share connected(Share share) throws InterruptedException {
        FrontendProbe probe = share.probe();
        boolean connected = probe.awaitFrontend(XenbusState.CONNECTED, TIMEOUT);
        assertThat(connected)
                .as(() -> probe.backendStates() + " " + probe.failures() + " " + admin.device(share.id()))
                .isTrue();
        return share;
    }

    /** The call must fail with this error number. */
    static void refused(int errno, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        NinePException.class,
                        e -> assertThat(Errno.name(e.errno())).isEqualTo(Errno.name(errno)));
    }

    /** Skips a test for users who cannot change the owner of files. */
    static void assumeRoot() throws IOException {
        Assumptions.assumeTrue(
                Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0), "skipped: only root gives files away");
    }

    /** @return how many descriptors this process has open, without those of jars and libraries, which are opened whenever a class is needed */
    static long descriptors() {
        try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
            return open.filter(each -> !isOfCode(each)).count();
        } catch (IOException failed) {
            throw new IllegalStateException(failed);
        }
    }

    private static boolean isOfCode(Path descriptor) {
        try {
            String target = Files.readSymbolicLink(descriptor).toString();
            return target.endsWith(".jar") || target.endsWith(".so") || target.endsWith("/modules");
        } catch (IOException closedMeanwhile) {
            return true;
        }
    }

    @Override
    public void close() {
        threads.close();
        xenbus.close();
        xen.close();
    }
}
