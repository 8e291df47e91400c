// SPDX-License-Identifier: Apache-2.0
package org.xenbay.it;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.After;
import org.junit.Before;
import org.xenbay.api.device.DeviceId;
import org.xenbay.api.device.XenbusState;
import org.xenbay.api.guest.Guest;
import org.xenbay.api.management.DevicePhase;
import org.xenbay.api.management.DeviceView;
import org.xenbay.frontend.ConsoleFrontend;
import org.xenbay.frontend.FrontendProbe;

/** Tests on a guest with a console on a socket, to which it writes numbered lines. */
public abstract class ConsoleGuest extends PlatformFixture {

    /** The demonstration guest has two consoles, a screen and a keyboard; ours has a console. */
    private static final int DEVICES = 5;

    static final String CONSOLE = "org.xenbay.backend.console";

    final FrontendProbe probe = new FrontendProbe();
    Guest guest;
    DeviceId id;
    ConsoleFrontend console;
    NumberedLines lines;

    /** A guest with a console on a socket, writing. */
    @Before
    public void startGuest() throws Exception {
        awaitBackend("console");
        guest = guests.create("guest");
        id = new DeviceId(guest.domain(), "console", 1);
        Path socket = folder.resolve("console.sock");
        admin().attach(id, Map.of("connection", "socket", "path", socket.toString(), "name", "it"));
        console = new ConsoleFrontend(guest, 1, threads, probe);
        console.start();
        awaitConnected(id, probe);
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
            await("the device to go", () -> admin().device(id).isEmpty());
        }
    }

    void awaitMoreLines() throws Exception {
        long now = lines.lines();
        await("more lines", () -> lines.lines() > now + 100 || !lines.fault().isEmpty());
        assertEquals("", lines.fault());
    }

    List<DeviceId> connected() {
        return admin().devices().stream()
                .filter(device -> device.backendState() == XenbusState.CONNECTED)
                .map(DeviceView::id)
                .filter(device -> device.type().equals("console"))
                .toList();
    }

    /** The demonstration guest's and ours, so that none connects while a test counts; our guest's primary console waits for a ring. */
    void awaitAllDevices() throws Exception {
        DeviceId primary = new DeviceId(guest.domain(), "console", 0);
        await("all devices to be connected", () -> {
            List<DeviceView> devices = admin().devices().stream()
                    .filter(device -> !device.id().equals(primary))
                    .toList();
            Set<String> types =
                    devices.stream().map(device -> device.id().type()).collect(Collectors.toSet());
            return types.containsAll(Set.of("console", "vfb", "vkbd"))
                    && devices.size() == DEVICES
                    && devices.stream().allMatch(device -> device.phase() == DevicePhase.CONNECTED);
        });
    }

    boolean isInPhase(DevicePhase phase) {
        return admin().device(id).map(DeviceView::phase).filter(phase::equals).isPresent();
    }

    void assertStillConnected() {
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
        assertEquals(Optional.of(DevicePhase.CONNECTED), admin().device(id).map(DeviceView::phase));
    }
}
