// SPDX-License-Identifier: Apache-2.0
package org.xenbay.it;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.ops4j.pax.exam.junit.PaxExam;
import org.ops4j.pax.exam.spi.reactors.ExamReactorStrategy;
import org.ops4j.pax.exam.spi.reactors.PerMethod;
import org.osgi.framework.Bundle;
import org.osgi.framework.ServiceReference;
import org.xenbay.api.management.LiveUpdate;
import org.xenbay.api.management.UpdatePlan;
import org.xenbay.api.management.UpdateReport;

/** New versions of a backend's bundle, good ones and others, under a guest that writes to its console. */
@RunWith(PaxExam.class)
@ExamReactorStrategy(PerMethod.class)
public class LiveUpdateIT extends ConsoleGuest {

    private final List<String> progress = new ArrayList<>();

    private LiveUpdate liveUpdate() throws Exception {
        await("live update", () -> context.getServiceReference(LiveUpdate.class) != null);
        ServiceReference<LiveUpdate> reference = context.getServiceReference(LiveUpdate.class);
        return context.getService(reference);
    }

    private UpdateReport update(Path jar) throws Exception {
        return liveUpdate().update(CONSOLE, jar, progress::add);
    }

    private void assertTheGuestNoticedNothing() throws Exception {
        awaitMoreLines();
        lines.finish();
        assertEquals("", lines.fault());
        assertStillConnected();
    }

    /** The plan names the devices that would be parked, and changes nothing. */
    @Test
    public void aRehearsalSaysWhoWouldBeParkedAndDoesNothing() throws Exception {
        awaitAllDevices();
        UpdatePlan plan = liveUpdate().plan(CONSOLE, TestJars.again(folder, Platform.jar(CONSOLE)));
        assertEquals(connected(), plan.parked());
        assertTrue(plan.toString(), plan.parked().contains(id));
        assertEquals(List.of(), plan.refreshed());
        assertEquals("9.1.0", plan.to());
        assertEquals(Duration.ofSeconds(30), plan.longest());
        assertEquals(bundle(CONSOLE).getVersion().toString(), plan.from());
        assertThrows(
                IllegalArgumentException.class,
                () -> liveUpdate().plan(CONSOLE, Platform.jar("org.xenbay.backend.vkbd")));
        assertTheGuestNoticedNothing();
    }

    /** The pause is measured. */
    @Test
    public void aGoodVersionTakesOverAndItsPauseIsTold() throws Exception {
        awaitMoreLines();
        UpdateReport report = update(TestJars.again(folder, Platform.jar(CONSOLE)));
        assertEquals(progress.toString(), "", report.undone());
        assertEquals("9.1.0", bundle(CONSOLE).getVersion().toString());
        assertTrue(report.toString(), report.pauses().get(id).compareTo(Duration.ofSeconds(5)) < 0);
        assertTrue(report.toString(), report.pauses().get(id).toNanos() > 0);
        assertTheGuestNoticedNothing();
    }

    /** The earlier version runs again, and the reason is reported. */
    @Test
    public void aVersionThatDoesNotStartIsUndone() throws Exception {
        awaitMoreLines();
        String before = bundle(CONSOLE).getVersion().toString();
        UpdateReport report = update(TestJars.notStarting(folder, CONSOLE));
        assertTrue(report.undone(), report.undone().contains("no room"));
        assertTrue(report.toString(), report.pauses().containsKey(id));
        assertEquals(before, bundle(CONSOLE).getVersion().toString());
        assertTheGuestNoticedNothing();
    }

    /** A jar that cannot run here does not replace the running version, not for a moment. */
    @Test
    public void aVersionThatCannotBeResolvedIsRefusedBeforeAnythingIsDone() throws Exception {
        awaitMoreLines();
        long installed = bundle(CONSOLE).getLastModified();
        Path jar = TestJars.unresolved(folder, CONSOLE);
        IllegalArgumentException refused = assertThrows(IllegalArgumentException.class, () -> update(jar));
        assertTrue(refused.getMessage(), refused.getMessage().contains("it imports package org.example.missing"));
        assertThrows(IllegalArgumentException.class, () -> liveUpdate().plan(CONSOLE, jar));
        assertEquals("not touched", installed, bundle(CONSOLE).getLastModified());
        assertTheGuestNoticedNothing();
    }

    /** The same where the new version starts and cannot read the state. */
    @Test
    public void aVersionThatTakesOverNoDeviceIsUndone() throws Exception {
        awaitMoreLines();
        UpdateReport report = update(TestJars.refusing(folder, CONSOLE));
        assertTrue(report.undone(), report.undone().contains("state of version 1 is not known here"));
        assertTheGuestNoticedNothing();
    }

    /** As by a jar that is copied into the folder, without a command. */
    @Test
    public void anUpdateBySomebodyElseIsUndoneToo() throws Exception {
        awaitMoreLines();
        liveUpdate();
        Bundle console = bundle(CONSOLE);
        String before = console.getVersion().toString();
        // The first copy of the bundle is made aside.
        await("a copy of the bundle", () -> Files.isRegularFile(copyOf(console)));
        try (var jar = Files.newInputStream(TestJars.refusing(folder, CONSOLE))) {
            console.update(jar);
        }
        await("the earlier version", () -> console.getVersion().toString().equals(before));
        assertTheGuestNoticedNothing();
    }

    private Path copyOf(Bundle console) {
        return bundle("org.xenbay.update")
                .getDataFile("last-good/" + console.getBundleId() + ".jar")
                .toPath();
    }
}
