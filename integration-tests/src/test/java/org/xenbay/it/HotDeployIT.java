// SPDX-License-Identifier: Apache-2.0
package org.xenbay.it;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.lang.ref.WeakReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.ops4j.pax.exam.junit.PaxExam;
import org.ops4j.pax.exam.spi.reactors.ExamReactorStrategy;
import org.ops4j.pax.exam.spi.reactors.PerMethod;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;
import org.osgi.framework.FrameworkEvent;
import org.osgi.framework.wiring.BundleWiring;
import org.osgi.framework.wiring.FrameworkWiring;
import org.xenbay.api.device.DeviceId;
import org.xenbay.api.device.XenbusState;
import org.xenbay.api.management.DevicePhase;
import org.xenbay.frontend.FrontendProbe;
import org.xenbay.frontend.XenbusFrontend;

/** Bundles come, go and are replaced while a guest writes to its console. */
@RunWith(PaxExam.class)
@ExamReactorStrategy(PerMethod.class)
public class HotDeployIT extends ConsoleGuest {

    private static final String CORE = "org.xenbay.core";

    /** Uninstalled, and installed again: parked in between, and not a line is lost. */
    @Test
    public void theConsoleBundleIsReinstalledUnderAWritingGuest() throws Exception {
        awaitMoreLines();
        String location = bundle(CONSOLE).getLocation();
        bundle(CONSOLE).uninstall();
        await("parked", () -> isInPhase(DevicePhase.PARKED));
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
        awaitAllDevices();
        Usage before = Usage.of(admin());
        List<WeakReference<ClassLoader>> generations = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            generations.add(classLoader(CONSOLE));
            update(bundle(CONSOLE));
            awaitMoreLines();
        }
        assertStillConnected();
        awaitAllDevices();
        Usage after = Usage.of(admin());
        assertEquals("mapped pages", before.mappedPages(), after.mappedPages());
        assertEquals("bound ports", before.boundPorts(), after.boundPorts());
        assertTrue("descriptors " + before + " " + after, after.descriptors() <= before.descriptors() + 2);
        awaitThreads(before);
        lines.finish();
        assertEquals("", lines.fault());
        awaitCollected(generations);
    }

    /** A type that is new to the core, from a jar that is new to the core. */
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
            assertTrue(echoProbe.awaitFrontend(XenbusState.CONNECTED, TIMEOUT));
            echo.update();
            await("taken over", () -> admin().device(device).orElseThrow().phase() == DevicePhase.CONNECTED);
            echo.uninstall();
            await("parked", () -> admin().device(device).orElseThrow().phase() == DevicePhase.PARKED);
            assertTrue(
                    "no bundle serves the type any more",
                    admin().backends().stream().noneMatch(view -> view.type().equals("echo") && view.bundleId() > 0));
        }
        awaitMoreLines();
    }

    /** The core stops and starts again: the new core adopts the device; the guest stays Connected and continues to write. */
    @Test
    public void theCoreIsUpdatedUnderAWritingGuest() throws Exception {
        awaitMoreLines();
        awaitAllDevices();
        Usage before = Usage.of(admin());
        List<WeakReference<ClassLoader>> generations = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            generations.add(classLoader(CORE));
            update(bundle(CORE));
            await("adopted", () -> isInPhase(DevicePhase.CONNECTED));
            long written = lines.written();
            await("the guest's next lines", () -> lines.written() > written + 100);
        }
        assertStillConnected();
        awaitAllDevices();
        Usage after = Usage.of(admin());
        assertEquals("mapped pages", before.mappedPages(), after.mappedPages());
        assertEquals("bound ports", before.boundPorts(), after.boundPorts());
        awaitThreads(before);
        awaitCollected(generations);
    }

    /** The threads of the components that were replaced end; some do so a second after their component. */
    private void awaitThreads(Usage before) throws Exception {
        try {
            await("threads", () -> Usage.of(admin()).threads() <= before.threads() + 4);
        } catch (AssertionError tooMany) {
            throw new AssertionError(before + ", now " + Usage.threadNames(), tooMany);
        }
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
