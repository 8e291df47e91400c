// SPDX-License-Identifier: Apache-2.0
package org.xenbay.it;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import javax.inject.Inject;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.ops4j.pax.exam.Configuration;
import org.ops4j.pax.exam.CoreOptions;
import org.ops4j.pax.exam.Option;
import org.ops4j.pax.exam.junit.PaxExam;
import org.ops4j.pax.exam.spi.reactors.ExamReactorStrategy;
import org.ops4j.pax.exam.spi.reactors.PerMethod;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.xenbay.api.device.DeviceId;
import org.xenbay.api.device.XenbusState;
import org.xenbay.api.guest.Guest;
import org.xenbay.api.guest.GuestFactory;
import org.xenbay.api.management.LiveUpdate;
import org.xenbay.api.management.UpdatePlan;
import org.xenbay.api.management.UpdateReport;
import org.xenbay.api.management.XenbusAdmin;
import org.xenbay.frontend.FrontendProbe;
import org.xenbay.frontend.FrontendThreads;
import org.xenbay.frontend.NinePfsFrontend;
import org.xenbay.frontend.ninep.NinePClient;

/** Every bundle that a share needs is replaced while a guest has a file open that has no name any more. */
@RunWith(PaxExam.class)
@ExamReactorStrategy(PerMethod.class)
public class CoreUpdateIT {

    private static final String BACKEND = "org.xenbay.backend.ninepfs";
    private static final String CORE = "org.xenbay.core";
    private static final String NATIVE = "org.xenbay.nativexen";
    private static final String RUN_FOLDER = "xenbay.run.dir";
    private static final Duration TIMEOUT = Duration.ofSeconds(20);
    private static final int READ_WRITE = 2;

    @Inject
    private BundleContext context;

    @Inject
    private GuestFactory guests;

    private final FrontendProbe probe = new FrontendProbe();
    private final List<String> progress = new ArrayList<>();
    private FrontendThreads threads;
    private Path folder;
    private Path share;
    private Guest guest;
    private DeviceId id;
    private NinePfsFrontend frontend;
    private NinePClient client;
    private int file;
    private byte[] content = {};

    /** @return the distribution's bundles, and a folder for the state that one run of the core leaves to the next */
    @Configuration
    public Option[] configuration() throws IOException {
        Path run = Platform.temporaryFolder("xenbay-it-run");
        return CoreOptions.options(
                CoreOptions.composite(Platform.configuration()),
                Platform.fewSecondsToStart(),
                CoreOptions.frameworkProperty(RUN_FOLDER).value(run.toString()));
    }

    /** A guest with an open file that has no name. */
    @Before
    public void startGuest() throws Exception {
        folder = Platform.testFolder(context);
        share = Files.createDirectory(folder.resolve("share"));
        threads = new FrontendThreads();
        await("the backend of shares", () -> serves("9pfs"));
        guest = guests.create("guest");
        id = new DeviceId(guest.domain(), "9pfs", 0);
        admin().attach(id, Map.of("tag", "it", "path", share.toString()));
        frontend = new NinePfsFrontend(guest, 0, 1, 4, threads, probe);
        frontend.start();
        assertTrue("connected", probe.awaitFrontend(XenbusState.CONNECTED, TIMEOUT));
        client = new NinePClient(frontend);
        client.version(client.msize(), "9P2000.L");
        int root = client.attach(0, "");
        file = client.walk(root);
        client.create(file, "file", READ_WRITE, 0600, 0);
        client.unlinkat(root, "file", 0);
        useFile();
    }

    /** Everything that was started is ended, also after a failure. */
    @After
    public void stopGuest() throws Exception {
        frontend.close();
        guests.destroy(guest.domain());
        await("the device to go", () -> admin().device(id).isEmpty());
        threads.close();
    }

    private XenbusAdmin admin() {
        return service(XenbusAdmin.class);
    }

    private <T> T service(Class<T> type) {
        ServiceReference<T> reference = context.getServiceReference(type);
        if (reference == null) {
            throw new IllegalStateException("there is no " + type.getSimpleName());
        }
        return context.getService(reference);
    }

    private boolean serves(String type) {
        return admin().backends().stream().anyMatch(view -> view.type().equals(type));
    }

    private static void await(String what, Callable<Boolean> condition) throws Exception {
        long deadline = System.nanoTime() + TIMEOUT.toNanos();
        while (!isTrue(condition)) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError(what + " did not come");
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

    private void useFile() {
        assertArrayEquals(content, client.read(file, 0, 1000));
        byte[] more = Arrays.copyOf(content, content.length + 1);
        more[content.length] = (byte) more.length;
        client.write(file, content.length, new byte[] {more[content.length]});
        content = more;
    }

    private UpdateReport update(String bundle) throws Exception {
        await("live update", () -> context.getServiceReference(LiveUpdate.class) != null);
        UpdateReport report =
                service(LiveUpdate.class).update(bundle, TestJars.again(folder, Platform.jar(bundle)), progress::add);
        assertEquals(progress.toString(), "", report.undone());
        assertEquals(Map.of(), report.lost());
        useFile();
        assertTrue(
                "the guest noticed nothing: " + probe.backendStates(),
                probe.backendStates().stream().allMatch(state -> state.number() <= 4));
        return report;
    }

    /** As a backend is updated under a core that stays. */
    @Test
    public void theBackendIsReplaced() throws Exception {
        assertTrue(update(BACKEND).pauses().containsKey(id));
    }

    /** Every device is parked, left in the state file, and taken up by the next run of the core. */
    @Test
    public void theCoreIsReplaced() throws Exception {
        UpdatePlan plan = service(LiveUpdate.class).plan(CORE, TestJars.again(folder, Platform.jar(CORE)));
        assertTrue(plan.toString(), plan.parked().contains(id));
        for (int i = 0; i < 3; i++) {
            UpdateReport report = update(CORE);
            assertTrue(report.toString(), report.pauses().containsKey(id));
        }
        assertEquals("9.1.0", version(CORE));
    }

    /** The earlier core runs again and takes the devices up, while the code of the later one does not return. */
    @Test
    public void aCoreThatDoesNotReturnFromItsStartIsUndone() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        context.registerService(CountDownLatch.class, release, null);
        String before = version(CORE);
        Path jar = JarMaker.of(Platform.jar(CORE))
                .header("Bundle-Version", "9.1.0")
                .header("Bundle-Activator", HangingStart.InActivator.class.getName())
                .type(HangingStart.InActivator.class)
                .at(folder.resolve("hanging.jar"));
        try {
            UpdateReport report = service(LiveUpdate.class).update(CORE, jar, progress::add);
            assertTrue(
                    report.toString(),
                    report.undone().contains("its code has not returned for " + Platform.FEW_SECONDS + " s"));
            assertTrue(report.toString(), report.pauses().containsKey(id));
            useFile();
        } finally {
            release.countDown();
        }
        await(
                "the core that hung to go",
                () -> Arrays.stream(context.getBundles())
                        .noneMatch(bundle -> bundle.getVersion().toString().equals("9.1.0")));
        assertEquals(before, version(CORE));
        update(CORE);
    }

    /** The guest's open file came from this bundle. */
    @Test
    public void theBundleThatOpensFilesIsReplaced() throws Exception {
        update(NATIVE);
        update(BACKEND);
        update(CORE);
    }

    private String version(String symbolicName) {
        return Arrays.stream(context.getBundles())
                .filter(bundle -> symbolicName.equals(bundle.getSymbolicName()))
                .map(bundle -> bundle.getVersion().toString())
                .findFirst()
                .orElse("");
    }
}
