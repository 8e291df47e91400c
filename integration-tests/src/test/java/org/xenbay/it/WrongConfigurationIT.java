package org.xenbay.it;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.util.ArrayList;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import javax.inject.Inject;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.ops4j.pax.exam.junit.PaxExam;
import org.ops4j.pax.exam.spi.reactors.ExamReactorStrategy;
import org.ops4j.pax.exam.spi.reactors.PerMethod;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;
import org.xenbay.api.config.Configured;
import org.xenbay.api.config.SettingsView;
import org.xenbay.api.device.XenbusState;
import org.xenbay.api.management.DeviceView;

/** Configurations that are wrong, put right and deleted, while a guest writes to its console. */
@RunWith(PaxExam.class)
@ExamReactorStrategy(PerMethod.class)
public class WrongConfigurationIT extends ConsoleGuest {

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
            new Wrong("org.xenbay.core", "closeSeconds", "soon"),
            new Wrong("org.xenbay.core", "memoryPercent", "200"));

    @Inject
    private ConfigurationAdmin configurations;

    @Test
    public void fourteenWrongConfigurationsAndTheirRepairAreNotSeenByAGuest() throws Exception {
        awaitMoreLines();
        Map<String, Long> served = services();
        int transitions = transitions();
        int states = probe.backendStates().size();
        for (Wrong wrong : WRONG) {
            configuration(wrong.pid()).update(new Hashtable<>(Map.of(wrong.key(), wrong.value())));
            await(wrong + " to be shown", () -> problems(wrong.pid()).equals(List.of(wrong.key())));
            awaitMoreLines();
        }
        for (Wrong wrong : WRONG) {
            configuration(wrong.pid()).update(new Hashtable<>(Map.of("service.note", "right")));
        }
        for (Wrong wrong : WRONG) {
            await(wrong + " to be mended", () -> problems(wrong.pid()).isEmpty());
        }
        awaitMoreLines();
        assertUnchanged(served, transitions, states);
    }

    /** What is meant is understood, takes effect while the guest writes, and goes with the file. */
    @Test
    public void aRightConfigurationTakesEffectAndADeletedOneLeavesTheDefaults() throws Exception {
        awaitMoreLines();
        Map<String, Long> served = services();
        int transitions = transitions();
        int states = probe.backendStates().size();
        configuration("org.xenbay.console")
                .update(new Hashtable<>(Map.of("maxLimit", "512k ", "overflow", "Keep", "types", "ioemu ")));
        await("512 KiB", () -> kept().endsWith(" of 524288 bytes"));
        awaitMoreLines();
        configuration("org.xenbay.core").update(new Hashtable<>(Map.of("handoverSeconds", "2m")));
        await("2 minutes", () -> admin().handoverTimeout().toMinutes() == 2);
        configuration("org.xenbay.console").delete();
        configuration("org.xenbay.core").delete();
        await(
                "the defaults",
                () -> kept().endsWith(" of 1048576 bytes")
                        && admin().handoverTimeout().toSeconds() == 30);
        awaitMoreLines();
        assertUnchanged(served, transitions, states);
    }

    private void assertUnchanged(Map<String, Long> served, int transitions, int states) throws Exception {
        assertEquals("no component was made anew", served, services());
        assertEquals("the core did nothing with the device", transitions, transitions());
        assertEquals("the frontend saw nothing", states, probe.backendStates().size());
        assertEquals(XenbusState.CONNECTED, probe.backendStates().get(states - 1));
        lines.finish();
        assertEquals("", lines.fault());
        assertStillConnected();
    }

    private Configuration configuration(String pid) throws Exception {
        return configurations.getConfiguration(pid, null);
    }

    private String kept() {
        return admin().device(id)
                .map(device -> device.details().getOrDefault("kept", ""))
                .orElse("");
    }

    private int transitions() {
        return admin().device(id).map(DeviceView::transitions).map(List::size).orElse(-1);
    }

    /** By PID, the service that has it. */
    private Map<String, Long> services() throws InvalidSyntaxException {
        Map<String, Long> services = new Hashtable<>();
        for (ServiceReference<Configured> reference : context.getServiceReferences(Configured.class, null)) {
            services.put(
                    context.getService(reference).settings().view().pid(), (Long) reference.getProperty("service.id"));
        }
        assertTrue(services.toString(), services.size() >= 5);
        return services;
    }

    private List<String> problems(String pid) throws InvalidSyntaxException {
        List<String> keys = new ArrayList<>();
        for (ServiceReference<Configured> reference : context.getServiceReferences(Configured.class, null)) {
            SettingsView view = context.getService(reference).settings().view();
            if (view.pid().equals(pid)) {
                view.problems().forEach(problem -> keys.add(problem.key()));
            }
        }
        return keys;
    }
}
