// SPDX-License-Identifier: Apache-2.0
package org.xenbay.it;

import static org.junit.Assert.assertEquals;

import java.util.List;
import java.util.Map;
import javax.inject.Inject;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.ops4j.pax.exam.junit.PaxExam;
import org.ops4j.pax.exam.spi.reactors.ExamReactorStrategy;
import org.ops4j.pax.exam.spi.reactors.PerMethod;
import org.osgi.service.cm.ConfigurationAdmin;
import org.xenbay.api.device.XenbusState;
import org.xenbay.api.management.DeviceView;

/** Configurations that are written, changed and deleted, while a guest writes to its console. */
@RunWith(PaxExam.class)
@ExamReactorStrategy(PerMethod.class)
public class ConfigurationIT extends ConsoleGuest {

    @Inject
    private ConfigurationAdmin configurationAdmin;

    /** Values are read in every accepted form, take effect while the guest writes, and end with the file. */
    @Test
    public void aRightConfigurationTakesEffectAndADeletedOneLeavesTheDefaults() throws Exception {
        Configurations configurations = new Configurations(context, configurationAdmin);
        awaitMoreLines();
        Map<Long, String> served = configurations.services();
        int transitions = transitions();
        List<XenbusState> states = probe.backendStates();
        configurations.put("org.xenbay.console", Map.of("maxLimit", "512k ", "overflow", "Keep", "types", "ioemu "));
        await("512 KiB", () -> kept().endsWith(" of 524288 bytes"));
        awaitMoreLines();
        configurations.put("org.xenbay.core", Map.of("handoverSeconds", "2m"));
        await("2 minutes", () -> admin().handoverTimeout().toMinutes() == 2);
        configurations.delete("org.xenbay.console");
        configurations.delete("org.xenbay.core");
        await(
                "the defaults",
                () -> kept().endsWith(" of 1048576 bytes")
                        && admin().handoverTimeout().toSeconds() == 30);
        awaitMoreLines();
        assertEquals("no component was made anew", served, configurations.services());
        assertEquals("the core did nothing with the device", transitions, transitions());
        assertEquals("the frontend saw nothing", states, probe.backendStates());
        lines.finish();
        assertEquals("", lines.fault());
        assertStillConnected();
    }

    private String kept() {
        return admin().device(id)
                .map(device -> device.details().getOrDefault("kept", ""))
                .orElse("");
    }

    private int transitions() {
        return admin().device(id).map(DeviceView::transitions).map(List::size).orElse(-1);
    }
}
