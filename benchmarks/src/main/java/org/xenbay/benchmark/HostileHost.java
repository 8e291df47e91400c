// SPDX-License-Identifier: Apache-2.0
package org.xenbay.benchmark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.xenbay.api.budget.FairBudget;
import org.xenbay.api.device.DeviceId;
import org.xenbay.api.device.XenDevOps;
import org.xenbay.api.device.XenbusState;
import org.xenbay.api.file.HostFiles;
import org.xenbay.api.guest.Guest;
import org.xenbay.backend.console.ConsoleBackend;
import org.xenbay.backend.ninepfs.NinePfsBackend;
import org.xenbay.core.admin.AdminService;
import org.xenbay.core.device.CallLimits;
import org.xenbay.core.device.Handovers;
import org.xenbay.core.handover.JournalFolder;
import org.xenbay.core.registry.BackendTable;
import org.xenbay.core.registry.CoreRuntime;
import org.xenbay.core.registry.HostServices;
import org.xenbay.core.registry.Limits;
import org.xenbay.core.registry.Xenbus;
import org.xenbay.embedded.EmbeddedXen;
import org.xenbay.frontend.ConsoleFrontend;
import org.xenbay.frontend.FrontendProbe;
import org.xenbay.frontend.FrontendThreads;
import org.xenbay.frontend.NinePfsFrontend;
import org.xenbay.nativexen.file.HostFilesComponent;

/** Shares and consoles as the daemon serves them, with its settings and journals. */
final class HostileHost implements AutoCloseable {

    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private final EmbeddedXen xen = new EmbeddedXen();
    private final FairBudget memory = CoreRuntime.memoryOf(CoreRuntime.DEFAULT_MEMORY_PERCENT);
    private final HostFiles files = HostFilesComponent.ofThisHost().orElseThrow();
    private final CoreRuntime runtime;
    private final Path folder;
    private final Path journals;
    private final Xenbus xenbus;
    private final AdminService admin;
    private final NinePfsBackend shares = new NinePfsBackend(Map.of());

    HostileHost(Path folder) throws IOException {
        this.folder = folder;
        journals = Files.createDirectory(folder.resolve("run"));
        HostServices services = new HostServices(Handovers.NONE, new JournalFolder(journals));
        runtime = new CoreRuntime(xen, services, Limits.DEFAULT, CallLimits.DEFAULT, memory);
        xenbus = new Xenbus(runtime);
        admin = new AdminService(xenbus, runtime, "embedded");
        shares.setFiles(files);
        add(1, shares, "9pfs");
        add(2, new ConsoleBackend(Map.of()), "console");
    }

    private void add(long number, XenDevOps ops, String type) {
        xenbus.backendArrived(List.of(type), new BackendTable.Entry(ops, 0, number, "benchmark", "0", 0));
    }

    Guest guest(String name) {
        return xen.create(name);
    }

    /** @return a connected share of the guest's own folder */
    NinePfsFrontend share(Guest guest, FrontendThreads threads) throws Exception {
        Path own = Files.createDirectory(folder.resolve("guest" + guest.domain()));
        Files.write(own.resolve("file"), new byte[64 * 1024]);
        Files.createDirectory(own.resolve("dir"));
        admin.attach(new DeviceId(guest.domain(), "9pfs", 0), Map.of("tag", "share", "path", own.toString()));
        FrontendProbe probe = new FrontendProbe();
        NinePfsFrontend frontend = new NinePfsFrontend(guest, 0, 1, 6, threads, probe);
        frontend.start();
        await(probe);
        return frontend;
    }

    ConsoleFrontend console(Guest guest, FrontendThreads threads) throws Exception {
        Path socket = folder.resolve("console" + guest.domain());
        admin.attach(
                new DeviceId(guest.domain(), "console", 1),
                Map.of("connection", "socket", "path", socket.toString(), "name", "benchmark"));
        FrontendProbe probe = new FrontendProbe();
        ConsoleFrontend frontend = new ConsoleFrontend(guest, 1, threads, probe);
        frontend.start();
        await(probe);
        return frontend;
    }

    private static void await(FrontendProbe probe) throws InterruptedException {
        if (!probe.awaitFrontend(XenbusState.CONNECTED, TIMEOUT)) {
            throw new IllegalStateException("not connected: " + probe.failures());
        }
    }

    FairBudget memory() {
        return memory;
    }

    FairBudget descriptors() {
        return files.descriptors();
    }

    /** @return the limit of this process's descriptors */
    long limit() {
        try (Stream<String> limits = Files.lines(Path.of("/proc/self/limits"))) {
            return limits.filter(line -> line.startsWith("Max open files"))
                    .map(line -> line.split("\\s+")[3])
                    .mapToLong(Long::parseLong)
                    .findFirst()
                    .orElseThrow();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    long openDescriptors() {
        try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
            return open.count();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** @return the space that the journals take, without holes */
    long journalBytes() {
        try {
            Process du = new ProcessBuilder("du", "-sB1", journals.toString())
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            try (var out = du.inputReader()) {
                String line = out.readLine();
                return line == null ? 0 : Long.parseLong(line.split("\\s")[0]);
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    @Override
    public void close() {
        xenbus.close();
        shares.deactivate();
        xen.close();
    }
}
