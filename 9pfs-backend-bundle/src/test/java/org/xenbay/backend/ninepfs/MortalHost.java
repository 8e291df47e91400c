package org.xenbay.backend.ninepfs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.xenbay.api.device.DeviceId;
import org.xenbay.api.device.XenbusState;
import org.xenbay.api.file.HostFiles;
import org.xenbay.api.guest.Guest;
import org.xenbay.api.host.Keeper;
import org.xenbay.backend.ninepfs.journal.Journal;
import org.xenbay.core.admin.AdminService;
import org.xenbay.core.device.LastingMemory;
import org.xenbay.core.registry.BackendTable;
import org.xenbay.core.registry.CoreRuntime;
import org.xenbay.core.registry.Xenbus;
import org.xenbay.embedded.EmbeddedXen;
import org.xenbay.frontend.FrontendProbe;
import org.xenbay.frontend.FrontendThreads;
import org.xenbay.frontend.NinePfsFrontend;
import org.xenbay.frontend.ninep.NinePClient;
import org.xenbay.nativexen.keep.KeeperComponent;

/** A host whose daemon is killed and started again, while a guest uses its share; Xen and the guest's half live on. */
final class MortalHost implements AutoCloseable {

    private final EmbeddedXen xen = new EmbeddedXen();
    private final FrontendThreads frontends = new FrontendThreads();
    private final Map<String, ByteBuffer> memory = new ConcurrentHashMap<>();
    private final Path folder;
    private final Set<Thread> earlier = threads();
    private Life life;
    private MortalXen mortal;
    private CoreRuntime runtime;
    private Xenbus xenbus;
    private NinePfsBackend backend;
    private Keeper keeper;
    private DeviceId id;

    MortalHost(Path folder) {
        this.folder = folder;
        start();
    }

    Life life() {
        return life;
    }

    Map<String, ByteBuffer> memory() {
        return memory;
    }

    /** Starts the daemon, as the first or after a kill. */
    void start() {
        life = new Life();
        mortal = new MortalXen(xen, life);
        runtime = new CoreRuntime(mortal, CoreRuntime.Limits.DEFAULT);
        runtime.setLasting(new LastingMemory() {
            @Override
            public Optional<ByteBuffer> of(DeviceId device, String name, int size) {
                return Optional.of(memory.computeIfAbsent(device + name, unused -> ByteBuffer.allocateDirect(size)));
            }

            @Override
            public void remove(DeviceId device) {
                memory.keySet().removeIf(key -> key.startsWith(device.toString()));
            }
        });
        xenbus = new Xenbus(runtime);
        Life mine = life;
        backend = new NinePfsBackend(Host.settings(Map.of()), bytes -> new Journal(bytes, mine::step));
        keeper = KeeperComponent.ofThisProcess(Host.FILES);
        backend.setKeeper((Keeper) life.mortal(keeper));
        backend.setFiles((HostFiles) life.mortal(Host.FILES));
        xenbus.backendArrived(List.of("9pfs"), new BackendTable.Entry(backend, 0, 1, "9pfs", "1", 1));
    }

    /** The process is gone: its ports are closed, its threads have ended, its open files are with the keeper. */
    void bury() {
        life.kill();
        mortal.closePorts();
        runtime.close();
        backend.deactivate();
        awaitStandstill();
        keeper.settle();
    }

    /** A thread that was between two steps when the process was killed has to come to the next one before another runs. */
    private void awaitStandstill() {
        Set<Thread> now = threads();
        now.removeAll(earlier);
        Awaitility.with()
                .dontCatchUncaughtExceptions()
                .await()
                .pollInterval(Duration.ofMillis(1))
                .until(() -> now.stream().noneMatch(thread -> thread.getState() == Thread.State.RUNNABLE));
        earlier.addAll(now);
    }

    private static Set<Thread> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().matches("xenbay-9pfs.*|xenbus-(device|host).*"))
                .collect(Collectors.toCollection(HashSet::new));
    }

    NinePClient share() throws InterruptedException {
        Guest guest = xen.create("guest");
        id = new DeviceId(guest.domain(), "9pfs", 0);
        new AdminService(xenbus, runtime, "embedded").attach(id, Map.of("tag", "share", "path", folder.toString()));
        FrontendProbe probe = new FrontendProbe();
        NinePfsFrontend frontend = new NinePfsFrontend(guest, 0, 2, 4, frontends, probe);
        frontend.start();
        assertThat(probe.awaitFrontend(XenbusState.CONNECTED, Host.PATIENCE)).isTrue();
        return new NinePClient(frontend);
    }

    /** @return what the core says of the device, for messages */
    String view() {
        return xenbus.registry()
                .find(id)
                .map(device -> device.view().toString())
                .orElse("gone");
    }

    String state() {
        return xen.store().read(id.backendPath(0).child("state")).orElse("");
    }

    @Override
    public void close() {
        frontends.close();
        xenbus.close();
        backend.deactivate();
        xen.close();
        Life.endSimulation();
    }
}
