// SPDX-License-Identifier: Apache-2.0
package org.xenbay.it;

import static org.junit.Assert.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
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
import org.xenbay.api.management.BundleView;
import org.xenbay.api.management.Deployment;

/** Jars in the place of a backend that serves, whose start does not return, under a guest that writes to its console. */
@RunWith(PaxExam.class)
@ExamReactorStrategy(PerMethod.class)
public class HangingStartIT extends ConsoleGuest {

    private static final String WHY =
            "its code has not returned for " + Platform.FEW_SECONDS + " s, it is in " + HangingStart.class.getName();
    private static final String FILE = BadJars.fileName(CONSOLE);

    private final CountDownLatch release = new CountDownLatch(1);
    private Path deploy;

    /** @return the distribution's bundles, the backends in a folder that is watched */
    @Override
    @Configuration
    public Option[] configuration() {
        return CoreOptions.options(
                CoreOptions.composite(Platform.configurationWithDeployFolder()), Platform.fewSecondsToStart());
    }

    @Override
    @Before
    public void startGuest() throws Exception {
        deploy = fillDeployFolder();
        context.registerService(CountDownLatch.class, release, null);
        super.startGuest();
    }

    /** Before the guest goes: its device is to be served then. */
    @After
    public void releaseCode() throws Exception {
        release.countDown();
    }

    /** Each kind of hang costs a pause; the same version may hang repeatedly; code that returns late serves no device. */
    @Test
    public void whatRanBeforeRunsAgainAndGuestsStayConnected() throws Exception {
        awaitMoreLines();
        for (Class<? extends HangingStart> kind : List.of(
                HangingStart.InConstructor.class,
                HangingStart.InActivator.class,
                HangingStart.InStaticInitialiser.class,
                HangingStart.Spinning.class)) {
            long before = deployed().id();
            putHanging(kind);
            await(kind + " to be refused", () -> {
                BundleView view = deployed();
                return view.id() != before
                        && view.state().equals("serves")
                        && view.reason().contains(WHY);
            });
            awaitMoreLines();
        }
        long serving = deployed().id();
        assertEquals("the framework holds each until its code returns", 4, givenUp());
        release.countDown();
        await("the bundles that hung to go", () -> givenUp() == 0);
        assertEquals(serving, deployed().id());
        JarMaker.of(Platform.jar(CONSOLE)).header("Bundle-Version", "9.0.0").at(deploy.resolve(FILE));
        await(
                "the mended jar",
                () -> deployed().version().equals("9.0.0")
                        && deployed().state().equals("serves")
                        && !deployed().reason().contains("refused"));
        awaitMoreLines();
        lines.finish();
        assertEquals("", lines.fault());
        assertStillConnected();
    }

    private void putHanging(Class<? extends HangingStart> kind) throws IOException {
        JarMaker jar = JarMaker.backend(CONSOLE, "9.0.0", kind, "console");
        if (kind == HangingStart.InActivator.class) {
            jar.header("Bundle-Activator", kind.getName());
        }
        jar.at(deploy.resolve(FILE));
    }

    private BundleView deployed() {
        return bundles().stream()
                .filter(view -> view.origin().equals(FILE))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(FILE + " is not known"));
    }

    private long givenUp() {
        return bundles().stream().filter(view -> view.state().equals("hangs")).count();
    }

    private List<BundleView> bundles() {
        return service(Deployment.class).bundles();
    }
}
