// SPDX-License-Identifier: Apache-2.0
package org.xenbay.it;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.ops4j.pax.exam.Configuration;
import org.ops4j.pax.exam.Option;
import org.ops4j.pax.exam.junit.PaxExam;
import org.ops4j.pax.exam.spi.reactors.ExamReactorStrategy;
import org.ops4j.pax.exam.spi.reactors.PerMethod;
import org.osgi.framework.Bundle;
import org.osgi.framework.wiring.BundleWiring;
import org.xenbay.api.management.DeviceView;
import org.xenbay.api.management.LiveUpdate;
import org.xenbay.api.management.UpdatePlan;
import org.xenbay.api.management.UpdateReport;

/** Bundles of the API are replaced while a guest writes to its console: only what imports from them is refreshed. */
@RunWith(PaxExam.class)
@ExamReactorStrategy(PerMethod.class)
public class ApiUpdateIT extends ConsoleGuest {

    private final List<String> progress = new ArrayList<>();

    /** @return the distribution's bundles, and frontends that know neither USB nor keyboards */
    @Override
    @Configuration
    public Option[] configuration() {
        return Platform.configurationWithout(List.of("org.xenbay.api.usb", "org.xenbay.api.input"));
    }

    /** The same handler still serves the console. */
    @Test
    public void theApiOfUsbIsReplacedAndNoConsoleNotices() throws Exception {
        replaceUnderTheConsole(
                "org.xenbay.api.usb", Set.of("org.xenbay.backend.qusb", "org.xenbay.usb", "org.xenbay.nativexen.usb"));
        awaitBackend("qusb");
    }

    /** The demonstration guest has its own copy of all frontends, a keyboard's too. */
    @Test
    public void theApiOfInputIsReplacedAndNoConsoleNotices() throws Exception {
        replaceUnderTheConsole(
                "org.xenbay.api.input",
                Set.of("org.xenbay.backend.vkbd", "org.xenbay.nativexen.input", "org.xenbay.demo", "org.xenbay.vnc"));
        awaitBackend("vkbd");
    }

    /** The core has no part in commands, and backends have none in what is shown of devices. */
    @Test
    public void commandsAndManagementHaveDifferentUsers() throws Exception {
        assertEquals(
                Set.of(
                        "org.xenbay.backend.ninepfs",
                        CONSOLE,
                        "org.xenbay.backend.qusb",
                        "org.xenbay.backend.vfb",
                        "org.xenbay.backend.vkbd"),
                refreshedWith("org.xenbay.api.command"));
        assertEquals(
                Set.of("org.xenbay.demo", "org.xenbay.update", "org.xenbay.core"),
                refreshedWith("org.xenbay.api.management"));
    }

    private void replaceUnderTheConsole(String api, Set<String> users) throws Exception {
        awaitMoreLines();
        assertEquals(users, refreshedWith(api));
        assertFalse(plan(api).parked().contains(id));
        DeviceView before = admin().device(id).orElseThrow();
        Map<String, BundleWiring> wirings = wirings();
        UpdateReport report =
                service(LiveUpdate.class).update(api, TestJars.again(folder, Platform.jar(api)), progress::add);
        assertEquals(progress.toString(), "", report.undone());
        assertEquals("9.1.0", bundle(api).getVersion().toString());
        Set<String> replaced = new TreeSet<>(users);
        replaced.add(api);
        assertEquals(replaced, rewiredSince(wirings));
        assertFalse(report.toString(), report.pauses().containsKey(id));
        awaitMoreLines();
        DeviceView after = admin().device(id).orElseThrow();
        assertEquals("neither parked nor connected again", before.transitions(), after.transitions());
        assertTrue("counted since it connected", after.events() > before.events());
        assertStillConnected();
        lines.finish();
        assertEquals("", lines.fault());
    }

    private UpdatePlan plan(String api) throws Exception {
        await("live update", () -> context.getServiceReference(LiveUpdate.class) != null);
        return service(LiveUpdate.class).plan(api, TestJars.again(folder, Platform.jar(api)));
    }

    /** The distribution's bundles only: the test's own one imports too. */
    private Set<String> refreshedWith(String api) throws Exception {
        Set<String> refreshed = new TreeSet<>(plan(api).refreshed());
        refreshed.removeIf(name -> !name.startsWith("org.xenbay."));
        return refreshed;
    }

    private Map<String, BundleWiring> wirings() {
        Map<String, BundleWiring> wirings = new HashMap<>();
        for (Bundle bundle : context.getBundles()) {
            wirings.put(bundle.getSymbolicName(), bundle.adapt(BundleWiring.class));
        }
        return wirings;
    }

    private Set<String> rewiredSince(Map<String, BundleWiring> before) {
        Set<String> rewired = new TreeSet<>();
        wirings().forEach((name, wiring) -> {
            if (wiring != before.get(name)) {
                rewired.add(name);
            }
        });
        return rewired;
    }
}
