// SPDX-License-Identifier: Apache-2.0
package org.xenbay.it;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
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
import org.osgi.service.cm.ConfigurationAdmin;
import org.xenbay.api.device.DeviceId;
import org.xenbay.api.device.XenbusState;
import org.xenbay.api.management.BundleView;
import org.xenbay.api.management.Deployment;
import org.xenbay.api.management.DeviceView;
import org.xenbay.api.management.DeviceView.Health;
import org.xenbay.api.settings.SettingsView.Origin;
import org.xenbay.frontend.FrontendProbe;
import org.xenbay.frontend.XenbusFrontend;

/** Mistakes on the host's side, all at once, under two guests that use and check devices of every kind. */
@RunWith(PaxExam.class)
@ExamReactorStrategy(PerMethod.class)
public class HostFaultsIT extends PlatformFixture {

    private static final String CORE = "org.xenbay.core";
    private static final String HANGING = "hanging";
    private static final int HANGING_OF_A_GUEST = 2;

    /** So that no call is waited for a minute. */
    private static final Map<String, String> OF_CORE = Map.of("giveUpSeconds", "5");

    private record Wrong(String pid, String key, String value) {}

    private static final List<Wrong> WRONG = List.of(
            new Wrong("org.xenbay.console", "maxLimit", "4Q"),
            new Wrong("org.xenbay.console", "overflow", "keeep"),
            new Wrong("org.xenbay.console", "pty", "maybe"),
            new Wrong("org.xenbay.console", "types", "iomeu"),
            new Wrong("org.xenbay.console", "history", "-1"),
            new Wrong("org.xenbay.console", "ptty", "on"),
            new Wrong("org.xenbay.vkbd", "assign", "seat1 to desk"),
            new Wrong("org.xenbay.vkbd", "width", "wide"),
            new Wrong("org.xenbay.qusb", "assign", "serial=42"),
            new Wrong("org.xenbay.qusb", "vusb", "2"),
            new Wrong("org.xenbay.ninepfs", "fids", "lots"),
            new Wrong("org.xenbay.ninepfs", "confine", "perhaps"),
            new Wrong(CORE, "closeSeconds", "soon"),
            new Wrong(CORE, "memoryPercent", "200"));

    @Inject
    private ConfigurationAdmin configurationAdmin;

    private final CountDownLatch release = new CountDownLatch(1);
    private final List<BusyGuest> busy = new ArrayList<>();
    private final List<XenbusFrontend> waiting = new ArrayList<>();
    private final Map<DeviceId, FrontendProbe> waitingProbes = new HashMap<>();
    private Configurations configurations;
    private Path deploy;
    private BadJars jars;

    /** @return the distribution's bundles, the backends in a folder that is watched */
    @Override
    @Configuration
    public Option[] configuration() {
        return Platform.configurationWithDeployFolder();
    }

    /** Two guests, at work. */
    @Before
    public void startGuests() throws Exception {
        configurations = new Configurations(context, configurationAdmin);
        deploy = fillDeployFolder();
        jars = new BadJars(deploy);
        restartCore();
        for (String name : List.of("one", "two")) {
            BusyGuest guest = new BusyGuest(this, name, configurationAdmin);
            busy.add(guest);
            guest.start();
        }
    }

    /** Some of its settings hold from its start on. */
    private void restartCore() throws Exception {
        configurations.put(CORE, OF_CORE);
        bundle("org.xenbay.core").stop();
        bundle("org.xenbay.core").start();
        await(
                "the core's settings",
                () -> configurations.problems(CORE).isEmpty()
                        && configurations.view(CORE).keys().stream()
                                .anyMatch(
                                        key -> key.key().equals("giveUpSeconds") && key.origin() == Origin.CONFIGURED));
    }

    /** Everything that was started is ended, also after a failure. */
    @After
    public void stopGuests() throws Exception {
        release.countDown();
        waiting.forEach(XenbusFrontend::close);
        for (BusyGuest guest : busy) {
            guest.close();
        }
    }

    /** Fourteen wrong configurations, twelve bad jars and four handlers that hang; then the operator corrects all of them. */
    @Test
    public void guestsSeeNothingOfWhatGoesWrongOnTheHostNorOfItsRepair() throws Exception {
        awaitMore();
        hangHandlers();
        writeWrongConfigurations();
        putBadJars();
        mend();
        awaitMore();
        for (BusyGuest guest : busy) {
            guest.finish();
        }
        assertAllIsWell();
    }

    private void awaitMore() throws Exception {
        for (BusyGuest guest : busy) {
            guest.awaitMore();
        }
    }

    private void putHanging(String version, Class<? extends IdleBackend> code) throws Exception {
        JarMaker.backend(HANGING, version, code, HANGING).at(deploy.resolve(HANGING + ".jar"));
    }

    private void hangHandlers() throws Exception {
        context.registerService(CountDownLatch.class, release, null);
        putHanging("1.0.0", HangingBackend.class);
        awaitBackend(HANGING);
        for (BusyGuest guest : busy) {
            for (int number = 0; number < HANGING_OF_A_GUEST; number++) {
                DeviceId id = new DeviceId(guest.domain(), HANGING, number);
                admin().attach(id, Map.of());
                waitingProbes.put(id, new FrontendProbe());
                XenbusFrontend frontend = new XenbusFrontend(
                        guest.guest(), number, new OnePageDriver(HANGING), threads, waitingProbes.get(id));
                waiting.add(frontend);
                frontend.start();
            }
        }
        await("four devices to be held up", () -> devices(Health.STUCK).containsAll(waitingProbes.keySet()));
        awaitMore();
    }

    private List<DeviceId> devices(Health health) {
        return admin().devices().stream()
                .filter(device -> device.health() == health)
                .map(DeviceView::id)
                .toList();
    }

    private void writeWrongConfigurations() throws Exception {
        Map<Long, String> served = configurations.services();
        Map<DeviceId, Integer> transitions = transitions();
        for (Wrong wrong : WRONG) {
            configurations.put(wrong.pid(), with(wrong));
            await(
                    wrong + " to be shown",
                    () -> configurations.problems(wrong.pid()).equals(List.of(wrong.key())));
            awaitMore();
        }
        assertEquals("no component was made anew", served, configurations.services());
        assertEquals("the core did nothing with the devices", transitions, transitions());
    }

    private static Map<String, String> with(Wrong wrong) {
        Map<String, String> values = new HashMap<>(right(wrong.pid()));
        values.put(wrong.key(), wrong.value());
        return values;
    }

    private static Map<String, String> right(String pid) {
        return pid.equals(CORE) ? OF_CORE : Map.of("service.note", "right");
    }

    /** How many changes the core has made of each device that is used. */
    private Map<DeviceId, Integer> transitions() {
        return admin().devices().stream()
                .filter(device ->
                        busy.stream().anyMatch(guest -> guest.devices().contains(device.id())))
                .collect(Collectors.toMap(
                        DeviceView::id, device -> device.transitions().size()));
    }

    private void putBadJars() throws Exception {
        for (List<BadJars.Bad> round : jars.rounds()) {
            for (BadJars.Bad bad : round) {
                jars.put(bad);
            }
            for (BadJars.Bad bad : round) {
                await(bad.bundle() + " to be refused: " + bad.why(), () -> {
                    BundleView view = deployed(BadJars.fileName(bad.bundle()));
                    return view.state().equals("serves") && view.reason().contains(bad.why());
                });
            }
            awaitMore();
        }
    }

    private BundleView deployed(String file) {
        return service(Deployment.class).bundles().stream()
                .filter(view -> view.origin().equals(file))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(file + " is not known"));
    }

    private void mend() throws Exception {
        Map<String, Long> before = new HashMap<>();
        jars.bundles().forEach(name -> before.put(name, bundle(name).getLastModified()));
        putHanging("1.0.1", IdleBackend.class);
        jars.mend();
        for (Wrong wrong : WRONG) {
            configurations.put(wrong.pid(), right(wrong.pid()));
        }
        for (Wrong wrong : WRONG) {
            await(
                    wrong + " to be mended",
                    () -> configurations.problems(wrong.pid()).isEmpty());
        }
        for (String name : jars.bundles()) {
            await(name + " to be mended", () -> {
                BundleView view = deployed(BadJars.fileName(name));
                return bundle(name).getLastModified() > before.get(name)
                        && view.state().equals("serves")
                        && !view.reason().contains("refused");
            });
        }
        for (FrontendProbe probe : waitingProbes.values()) {
            assertTrue("served by mended code", probe.awaitFrontend(XenbusState.CONNECTED, TIMEOUT));
        }
        release.countDown();
    }

    private void assertAllIsWell() throws Exception {
        for (BusyGuest guest : busy) {
            await("all devices to be well", () -> devices(Health.WELL).containsAll(guest.devices()));
        }
        await(
                "the devices that were held up to be well",
                () -> devices(Health.WELL).containsAll(waitingProbes.keySet()));
        for (Health bad : List.of(Health.STUCK, Health.FAILED, Health.TROUBLED)) {
            assertEquals(bad.toString(), List.of(), devices(bad));
        }
        configurations.views().forEach(view -> assertEquals(view.pid(), List.of(), view.problems()));
        assertEquals(
                List.of(),
                service(Deployment.class).bundles().stream()
                        .filter(view -> view.reason().contains("refused")
                                || view.state().equals("fails"))
                        .toList());
    }
}
