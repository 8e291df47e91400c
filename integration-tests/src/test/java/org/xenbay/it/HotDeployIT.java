package org.xenbay.it;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.lang.ref.WeakReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import javax.inject.Inject;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.ops4j.pax.exam.Configuration;
import org.ops4j.pax.exam.Option;
import org.ops4j.pax.exam.junit.PaxExam;
import org.ops4j.pax.exam.spi.reactors.ExamReactorStrategy;
import org.ops4j.pax.exam.spi.reactors.PerMethod;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.FrameworkEvent;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.wiring.BundleWiring;
import org.osgi.framework.wiring.FrameworkWiring;
import org.xenbay.api.device.DeviceId;
import org.xenbay.api.device.XenbusState;
import org.xenbay.api.guest.Guest;
import org.xenbay.api.guest.GuestFactory;
import org.xenbay.api.management.DeviceView;
import org.xenbay.api.management.XenbusAdmin;
import org.xenbay.frontend.ConsoleFrontend;
import org.xenbay.frontend.FrontendProbe;
import org.xenbay.frontend.FrontendThreads;
import org.xenbay.frontend.XenbusFrontend;

/** Bundles come, go and are replaced while a guest writes to its console. */
@RunWith(PaxExam.class)
@ExamReactorStrategy(PerMethod.class)
public class HotDeployIT {

    private static final String CONSOLE = "console-backend-bundle";
    private static final String CORE = "xenbus-core-bundle";
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @Inject
    private BundleContext context;

    @Inject
    private GuestFactory guests;

    private final FrontendProbe probe = new FrontendProbe();
    private FrontendThreads threads;
    private Path folder;
    private Guest guest;
    private DeviceId id;
    private ConsoleFrontend console;
    private NumberedLines lines;

    /** @return the distribution's bundles */
    @Configuration
    public Option[] configuration() {
        return Platform.configuration();
    }

    /** A guest with a console on a socket, writing. */
    @Before
    public void startGuest() throws Exception {
        folder = Files.createTempDirectory("xenbay-it");
        threads = new FrontendThreads();
        await(
                "the console backend",
                () -> admin().backends().stream().anyMatch(view -> view.type().equals("console")));
        guest = guests.create("guest");
        id = new DeviceId(guest.domain(), "console", 1);
        Path socket = folder.resolve("console.sock");
        admin().attach(id, Map.of("connection", "socket", "path", socket.toString(), "name", "it"));
        console = new ConsoleFrontend(guest, 1, threads, probe);
        console.start();
        assertTrue("connected", probe.awaitFrontend(XenbusState.CONNECTED, PATIENCE));
        lines = new NumberedLines(console, socket);
    }

    /** Everything that was started is ended, also after a failure. */
    @After
    public void stopGuest() throws Exception {
        if (lines != null) {
            lines.close();
        }
        if (console != null) {
            console.close();
        }
        if (guest != null) {
            guests.destroy(guest.domain());
            // the backend removes the socket's file by itself, which must not happen while the folder is walked
            await("the device to go", () -> admin().device(id).isEmpty());
        }
        threads.close();
        try (var files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }

    private XenbusAdmin admin() {
        ServiceReference<XenbusAdmin> reference = context.getServiceReference(XenbusAdmin.class);
        if (reference == null) {
            throw new IllegalStateException("the core is not there");
        }
        return context.getService(reference);
    }

    private Bundle bundle(String symbolicName) {
        return Arrays.stream(context.getBundles())
                .filter(bundle -> symbolicName.equals(bundle.getSymbolicName()))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no bundle " + symbolicName));
    }

    private void await(String what, Callable<Boolean> condition) throws Exception {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!isTrue(condition)) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError(what + " did not come; devices: " + admin().devices());
            }
            LockSupport.parkNanos(2_000_000);
        }
    }

    private static boolean isTrue(Callable<Boolean> condition) throws Exception {
        try {
            return condition.call();
        } catch (IllegalStateException notThere) {
            return false;
        }
    }

    private void awaitMoreLines() throws Exception {
        long now = lines.lines();
        await("more lines", () -> lines.lines() > now + 100 || !lines.fault().isEmpty());
        assertEquals("", lines.fault());
    }

    private boolean isInPhase(String phase) {
        return admin().device(id).map(DeviceView::phase).filter(phase::equals).isPresent();
    }

    private void assertStillConnected() {
        assertEquals(
                "the frontend saw no change of the backend",
                List.of(XenbusState.CONNECTED),
                probe.backendStates()
                        .subList(
                                probe.backendStates().size() - 1,
                                probe.backendStates().size()));
        assertTrue(
                "the backend was never closed: " + probe.backendStates(),
                probe.backendStates().stream().noneMatch(state -> state.number() > 4));
        assertEquals("CONNECTED", admin().device(id).map(DeviceView::phase).orElse("gone"));
    }

    /** Uninstalled, and installed again: parked in between, and not a line is lost. */
    @Test
    public void theConsoleBundleIsReinstalledUnderAWritingGuest() throws Exception {
        awaitMoreLines();
        String location = bundle(CONSOLE).getLocation();
        bundle(CONSOLE).uninstall();
        await("parked", () -> isInPhase("PARKED"));
        context.installBundle(location).start();
        awaitMoreLines();
        lines.finish();
        assertEquals("", lines.fault());
        assertStillConnected();
    }

    /** Twenty updates: nothing is lost and nothing is left of the old generations. */
    @Test
    public void theConsoleBundleIsUpdatedAgainAndAgainAndNothingLeaks() throws Exception {
        update(bundle(CONSOLE));
        awaitMoreLines();
        Usage before = Usage.of(admin());
        List<WeakReference<ClassLoader>> generations = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            generations.add(classLoader(CONSOLE));
            update(bundle(CONSOLE));
            awaitMoreLines();
        }
        assertStillConnected();
        Usage after = Usage.of(admin());
        assertEquals("mapped pages", before.mappedPages(), after.mappedPages());
        assertEquals("bound ports", before.boundPorts(), after.boundPorts());
        assertTrue("descriptors " + before + " " + after, after.descriptors() <= before.descriptors() + 2);
        assertTrue(
                "threads " + before + " " + after + " " + Usage.threadNames(), after.threads() <= before.threads() + 4);
        lines.finish();
        assertEquals("", lines.fault());
        awaitCollected(generations);
    }

    /** A type that the core has never seen, from a jar that it has never seen. */
    @Test
    public void aSecondTypeIsInstalledAtRunTime() throws Exception {
        Bundle echo = context.installBundle(
                Path.of(System.getProperty("xenbay.echo")).toUri().toString());
        echo.start();
        await(
                "type echo",
                () -> admin().backends().stream().anyMatch(view -> view.type().equals("echo")));
        DeviceId device = new DeviceId(guest.domain(), "echo", 0);
        admin().attach(device, Map.of());
        FrontendProbe echoProbe = new FrontendProbe();
        try (XenbusFrontend frontend = new XenbusFrontend(guest, 0, new OnePageDriver("echo"), threads, echoProbe)) {
            frontend.start();
            assertTrue(echoProbe.awaitFrontend(XenbusState.CONNECTED, PATIENCE));
            echo.update();
            await(
                    "taken over",
                    () -> admin().device(device).orElseThrow().phase().equals("CONNECTED"));
            echo.uninstall();
            await("parked", () -> admin().device(device).orElseThrow().phase().equals("PARKED"));
            assertTrue(
                    "no bundle serves the type any more",
                    admin().backends().stream().noneMatch(view -> view.type().equals("echo") && view.bundleId() > 0));
        }
        awaitMoreLines();
    }

    /** The core goes and comes back: the new one adopts the device; the guest stays Connected and goes on writing. */
    @Test
    public void theCoreIsUpdatedUnderAWritingGuest() throws Exception {
        awaitMoreLines();
        Usage before = Usage.of(admin());
        List<WeakReference<ClassLoader>> generations = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            generations.add(classLoader(CORE));
            update(bundle(CORE));
            await("adopted", () -> isInPhase("CONNECTED"));
            long written = lines.written();
            await("the guest's next lines", () -> lines.written() > written + 100);
        }
        assertStillConnected();
        Usage after = Usage.of(admin());
        assertEquals("mapped pages", before.mappedPages(), after.mappedPages());
        assertEquals("bound ports", before.boundPorts(), after.boundPorts());
        assertTrue(
                "threads " + before + " " + after + " " + Usage.threadNames(), after.threads() <= before.threads() + 4);
        awaitCollected(generations);
    }

    private WeakReference<ClassLoader> classLoader(String symbolicName) {
        return new WeakReference<>(
                bundle(symbolicName).adapt(BundleWiring.class).getClassLoader());
    }

    /** Nothing keeps the old code; the latest of the old generations may still be on some thread's stack. */
    private void awaitCollected(List<WeakReference<ClassLoader>> generations) throws Exception {
        await("class loaders of old generations to be collected", () -> {
            System.gc();
            return generations.stream()
                            .filter(generation -> generation.get() != null)
                            .count()
                    <= 1;
        });
    }

    /** Updates a bundle from the jar it came from, and refreshes what is wired to it. */
    private void update(Bundle bundle) throws BundleException, IOException, InterruptedException {
        try (var jar = Files.newInputStream(Platform.jar(bundle.getSymbolicName()))) {
            bundle.update(jar);
        }
        CountDownLatch refreshed = new CountDownLatch(1);
        context.getBundle(0)
                .adapt(FrameworkWiring.class)
                .refreshBundles(List.of(bundle), (FrameworkEvent event) -> refreshed.countDown());
        assertTrue("refreshed", refreshed.await(20, TimeUnit.SECONDS));
    }
}
