// SPDX-License-Identifier: Apache-2.0
package org.xenbay.simulation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.xenbay.api.device.DeviceId;
import org.xenbay.api.device.XenDevOps;
import org.xenbay.api.host.DescriptorStore;
import org.xenbay.api.management.XenbusAdmin;
import org.xenbay.api.thread.DaemonThreads;
import org.xenbay.core.admin.AdminService;
import org.xenbay.core.device.CallLimits;
import org.xenbay.core.device.PersistentMemory;
import org.xenbay.core.handover.HandoverFile;
import org.xenbay.core.registry.BackendTable;
import org.xenbay.core.registry.CoreRuntime;
import org.xenbay.core.registry.HostServices;
import org.xenbay.core.registry.Limits;
import org.xenbay.core.registry.Xenbus;
import org.xenbay.embedded.EmbeddedXen;
import org.xenbay.frontend.FrontendThreads;

/**
 * A host whose backend is updated, and whose daemon is restarted and killed, while guests use their devices; Xen and the
 * guests keep running. Called on one thread.
 */
public final class CrashableHost implements AutoCloseable {

    private static final long TIMEOUT_SECONDS = 20;
    private static final long LOOK_MILLIS = 100;
    private static final long MAX_PAUSE_NANOS = 2_000_000;

    private final EmbeddedXen xen = new EmbeddedXen();
    private final FrontendThreads frontends = new FrontendThreads();
    /** The exception of the first program that failed. */
    private final AtomicReference<Throwable> failed = new AtomicReference<>();

    private final CountDownLatch simulation = new CountDownLatch(1);
    private final HostMemory memory = new HostMemory();
    private final Backend bundle;
    private final Path folder;
    private final Random random;
    private final ProcessThreads threads = new ProcessThreads();

    private Daemon daemon;
    private XenDevOps backend;
    private long service;

    /** The objects of one process. */
    private record Daemon(
            CrashPoints crashPoints, CrashableXen xen, CoreRuntime runtime, Xenbus xenbus, HandoverFile handovers) {}

    /**
     * Makes a host with its first daemon.
     *
     * @param bundle the backend
     * @param folder folder of the state file
     * @param random makes the choices that the test does not make
     */
    public CrashableHost(Backend bundle, Path folder, Random random) {
        this.bundle = bundle;
        this.folder = folder;
        this.random = random;
        this.daemon = nextDaemon();
        this.backend = serve();
    }

    /** @return threads for guests, which outlive daemons */
    public EmbeddedXen xen() {
        return xen;
    }

    /**
     * Runs a program of a guest, or of its user, on a separate thread, so that it may block.
     *
     * @param work the program
     * @return completes when the program ends
     */
    public CompletableFuture<Void> program(Runnable work) {
        CompletableFuture<Void> program = CompletableFuture.runAsync(work, task -> {
            DaemonThreads.start("guest-program", task);
        });
        program.whenComplete((done, failure) -> {
            if (failure != null) {
                failed.compareAndSet(null, failure);
            }
        });
        return program;
    }

    /** @return threads for guests' drivers */
    public FrontendThreads frontends() {
        return frontends;
    }

    /** @return the present core's */
    public XenbusAdmin admin() {
        return new AdminService(daemon.xenbus(), daemon.runtime(), "embedded");
    }

    private void start() {
        daemon = nextDaemon();
        backend = serve();
    }

    private Daemon nextDaemon() {
        bundle.begin();
        CrashPoints crashPoints = new CrashPoints(simulation);
        CrashableXen crashable = new CrashableXen(xen, crashPoints);
        DescriptorStore own = bundle.descriptorStore();
        DescriptorStore descriptorStore = own == null ? null : crashPoints.withCrashPoints(own);
        HandoverFile handovers = new HandoverFile(folder, () -> descriptorStore);
        CoreRuntime runtime = new CoreRuntime(
                crashable,
                new HostServices(handovers, new ProcessMemory(memory, crashPoints)),
                Limits.DEFAULT,
                CallLimits.DEFAULT,
                CoreRuntime.memoryOf(CoreRuntime.DEFAULT_MEMORY_PERCENT));
        return new Daemon(crashPoints, crashable, runtime, new Xenbus(runtime), handovers);
    }

    private XenDevOps serve() {
        XenDevOps version = bundle.start(daemon.crashPoints());
        daemon.xenbus().backendArrived(bundle.types(), new BackendTable.Entry(version, 0, ++service, "bundle", "1", 1));
        return version;
    }

    /**
     * Disrupts the code at one of its next steps, and returns when its successor serves. Guests have to keep the code busy,
     * so that it reaches that step.
     *
     * @param what the disruption
     * @param steps number of steps before, 1 or more
     * @throws InterruptedException when interrupted
     */
    public void disrupt(Disruption what, int steps) throws InterruptedException {
        CountDownLatch reached = what == Disruption.KILL
                ? daemon.crashPoints().killAfter(steps)
                : daemon.crashPoints().pauseAfter(steps, random.nextLong(MAX_PAUSE_NANOS));
        awaitStep(reached, what);
        switch (what) {
            case UPDATE -> update();
            case RESTART -> restart();
            case KILL -> crash();
            default -> throw new IllegalArgumentException("the host cannot do " + what);
        }
    }

    private void awaitStep(CountDownLatch reached, Disruption what) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(TIMEOUT_SECONDS);
        while (!reached.await(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
            if (failed.get() != null) {
                throw new IllegalStateException("a guest's program has failed: " + describe(), failed.get());
            }
            if (System.nanoTime() > end) {
                throw new IllegalStateException(
                        "nothing is done for the guests: there is no step for " + what + ": " + describe());
            }
        }
    }

    /** Lists devices and threads, for the message of a failure. */
    private String describe() {
        return admin().devices() + ", threads:\n" + threads.describe();
    }

    private void update() {
        daemon.xenbus().backendLeft(bundle.types(), service);
        bundle.stop(backend);
        backend = serve();
    }

    private void restart() {
        daemon.xenbus().close();
        try {
            daemon.handovers().write();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        bundle.stop(backend);
        end();
    }

    /**
     * Ends the killed process: its ports are closed, its threads have ended, its mappings of guests' memory are removed, and
     * the descriptor store has its open files, including those that it was about to take from its predecessor.
     */
    private void crash() throws InterruptedException {
        daemon.xen().closePorts();
        daemon.runtime().close();
        bundle.stop(backend);
        threads.awaitStandstill();
        daemon.xen().unmap();
        start();
    }

    private void end() {
        daemon.crashPoints().kill();
        threads.awaitStandstill();
        daemon.xen().unmap();
        start();
    }

    /** Ends without notifying guests. A test that needs an orderly end unloads their drivers before. */
    @Override
    public void close() {
        frontends.close();
        daemon.xenbus().close();
        bundle.stop(backend);
        xen.close();
        simulation.countDown();
    }

    /** One process's access to the memory: each store that commits is a step. */
    private record ProcessMemory(HostMemory all, CrashPoints crashPoints) implements PersistentMemory {

        @Override
        public Optional<ByteBuffer> of(DeviceId device, String name, int size) {
            return all.of(device, name, size);
        }

        @Override
        public Runnable atCommit() {
            return crashPoints::step;
        }

        @Override
        public void remove(DeviceId device) {
            all.remove(device);
        }
    }
}
