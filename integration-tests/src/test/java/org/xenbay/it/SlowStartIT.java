// SPDX-License-Identifier: Apache-2.0
package org.xenbay.it;

import java.util.ArrayList;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.After;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.ops4j.pax.exam.Configuration;
import org.ops4j.pax.exam.CoreOptions;
import org.ops4j.pax.exam.Option;
import org.ops4j.pax.exam.junit.PaxExam;
import org.ops4j.pax.exam.spi.reactors.ExamReactorStrategy;
import org.ops4j.pax.exam.spi.reactors.PerMethod;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;
import org.osgi.framework.FrameworkEvent;
import org.osgi.framework.FrameworkListener;

/** Backends whose components activate on other threads while the core's does, and take longer than Declarative Services wait. */
@RunWith(PaxExam.class)
@ExamReactorStrategy(PerMethod.class)
public class SlowStartIT extends PlatformFixture {

    /** How long Declarative Services wait for a component that activates on another thread; 5 s by default. */
    private static final String LOCK_MILLIS = "500";

    private final List<Slow> all = new ArrayList<>();

    /** A backend of a bundle, whose start the test holds up. */
    private final class Slow {
        private final String type;
        private final CountDownLatch begun = new CountDownLatch(1);
        private final CountDownLatch release = new CountDownLatch(1);
        private final Bundle bundle;
        private final Thread starting = new Thread(this::start, "starting");

        Slow(String type) throws Exception {
            this.type = type;
            String name = "slow." + type;
            register(begun, name, "begun");
            register(release, name, "release");
            bundle = context.installBundle(JarMaker.backend(name, "1.0.0", SlowStart.class, type)
                    .at(folder.resolve(name + ".jar"))
                    .toUri()
                    .toString());
        }

        private void register(CountDownLatch latch, String name, String kind) {
            Dictionary<String, Object> properties =
                    new Hashtable<>(Map.of(SlowStart.BUNDLE, name, SlowStart.KIND, kind));
            context.registerService(CountDownLatch.class, latch, properties);
        }

        private void start() {
            try {
                bundle.start();
            } catch (BundleException failed) {
                throw new IllegalStateException(failed);
            }
        }

        void begin() throws InterruptedException {
            starting.start();
            if (!begun.await(TIMEOUT.toSeconds(), TimeUnit.SECONDS)) {
                throw new AssertionError(bundle + " has not begun to start");
            }
        }
    }

    /** @return the distribution's bundles, on Declarative Services that wait for a short time */
    @Override
    @Configuration
    public Option[] configuration() {
        return CoreOptions.options(
                CoreOptions.composite(super.configuration()),
                CoreOptions.frameworkProperty("ds.lock.timeout.milliseconds").value(LOCK_MILLIS));
    }

    /** No thread is left in a constructor. */
    @After
    public void release() throws Exception {
        for (Slow slow : all) {
            slow.release.countDown();
            slow.starting.join();
            slow.bundle.uninstall();
        }
    }

    /**
     * The core waits in vain for one of them, and while it waits for the other, the first has started: Declarative Services would
     * not look at that one again.
     */
    @Test
    public void aBackendThatStartsWhileTheCoreDoesIsServedWhenItHasStarted() throws Exception {
        bundle("org.xenbay.core").stop();
        all.add(new Slow("slowone"));
        all.add(new Slow("slowtwo"));
        for (Slow slow : all) {
            slow.begin();
        }
        CountDownLatch oneIsReleased = new CountDownLatch(1);
        // Declarative Services begin with the service that was registered first.
        FrameworkListener whenGivenUp = event -> {
            if (event.getType() == FrameworkEvent.ERROR) {
                all.get(0).release.countDown();
                oneIsReleased.countDown();
            }
        };
        context.addFrameworkListener(whenGivenUp);

        bundle("org.xenbay.core").start();

        if (!oneIsReleased.await(TIMEOUT.toSeconds(), TimeUnit.SECONDS)) {
            throw new AssertionError("nobody has waited in vain for a backend");
        }
        context.removeFrameworkListener(whenGivenUp);
        all.forEach(slow -> slow.release.countDown());
        for (Slow slow : all) {
            awaitBackend(slow.type);
        }
    }
}
