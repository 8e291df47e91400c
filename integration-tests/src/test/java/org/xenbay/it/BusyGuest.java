// SPDX-License-Identifier: Apache-2.0
package org.xenbay.it;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;
import org.xenbay.api.device.DeviceId;
import org.xenbay.api.device.XenbusState;
import org.xenbay.api.guest.Guest;
import org.xenbay.frontend.ConsoleFrontend;
import org.xenbay.frontend.FrontendProbe;
import org.xenbay.frontend.NinePfsFrontend;
import org.xenbay.frontend.VkbdFrontend;
import org.xenbay.frontend.ninep.NinePClient;
import org.xenbay.frontend.usb.GuestDevice;
import org.xenbay.frontend.usb.GuestDisk;
import org.xenbay.frontend.usb.VusbFrontend;

/** A guest with a device of every kind, which uses all of them without end and checks the results. */
final class BusyGuest implements AutoCloseable {

    private static final int CHUNK = 4096;
    private static final int CHUNKS = 64;
    private static final int READ_WRITE = 2;
    private static final int HIGH_SPEED = 3;

    private final PlatformFixture platform;
    private final String name;
    private final Guest guest;
    private final Path share;
    private final Configuration image;
    private final Map<DeviceId, FrontendProbe> probes = new TreeMap<>();
    private final Map<DeviceId, List<XenbusState>> connected = new TreeMap<>();
    private final List<AutoCloseable> frontends = new ArrayList<>();
    private final List<Verifier> verifiers = new ArrayList<>();
    private VusbFrontend usb;
    private NumberedLines lines;

    BusyGuest(PlatformFixture platform, String name, ConfigurationAdmin configurations) throws Exception {
        this.platform = platform;
        this.name = name;
        for (String type : List.of("console", "9pfs", "qusb", "vkbd")) {
            platform.awaitBackend(type);
        }
        share = Files.createDirectory(platform.folder.resolve(name));
        image = configurations.createFactoryConfiguration("org.xenbay.usb.disk", null);
        guest = platform.guests.create(name);
    }

    /** Connects all devices and begins to use them. */
    void start() throws Exception {
        startConsole();
        startShare();
        startDisk();
        startKeyboard();
        probes.forEach((id, probe) -> connected.put(id, probe.backendStates()));
    }

    private FrontendProbe attach(DeviceId id, Map<String, String> options) {
        platform.admin().attach(id, options);
        FrontendProbe probe = new FrontendProbe();
        probes.put(id, probe);
        return probe;
    }

    private DeviceId id(String type, int number) {
        return new DeviceId(guest.domain(), type, number);
    }

    private void startConsole() throws Exception {
        Path socket = platform.folder.resolve(name + ".sock");
        DeviceId id = id("console", 1);
        FrontendProbe probe = attach(id, Map.of("connection", "socket", "path", socket.toString(), "name", name));
        ConsoleFrontend console = new ConsoleFrontend(guest, 1, platform.threads, probe);
        frontends.add(console);
        console.start();
        platform.awaitConnected(id, probe);
        lines = new NumberedLines(console, socket);
    }

    private void startShare() throws Exception {
        DeviceId id = id("9pfs", 0);
        FrontendProbe probe = attach(id, Map.of("tag", "it", "path", share.toString()));
        NinePfsFrontend frontend = new NinePfsFrontend(guest, 0, 1, 4, platform.threads, probe);
        frontends.add(frontend);
        frontend.start();
        platform.awaitConnected(id, probe);
        NinePClient client = new NinePClient(frontend);
        client.version(client.msize(), "9P2000.L");
        int file = client.walk(client.attach(0, ""));
        client.create(file, "file", READ_WRITE, 0600, 0);
        verifiers.add(new Verifier(name + "'s share", number -> {
            byte[] data = chunk(number);
            long offset = number % CHUNKS * CHUNK;
            assertEquals("written", CHUNK, client.write(file, offset, data));
            assertTrue("what was written is read", Arrays.equals(data, client.read(file, offset, CHUNK)));
        }));
    }

    private void startDisk() throws Exception {
        Path content = Files.write(platform.folder.resolve(name + ".img"), new byte[CHUNKS * CHUNK]);
        image.update(new Hashtable<>(Map.of("name", name, "image", content.toString(), "serial", name)));
        DeviceId id = id("qusb", 0);
        FrontendProbe probe = attach(id, Map.of("ports", "1", "port/1", name));
        usb = new VusbFrontend(guest, 0, platform.threads, probe);
        frontends.add(usb);
        usb.start();
        platform.awaitConnected(id, probe);
        assertTrue("plugged in", usb.await(() -> usb.speed(1) == HIGH_SPEED, PlatformFixture.TIMEOUT));
        GuestDevice device = new GuestDevice(usb, 1);
        device.enumerate(4);
        GuestDisk disk = new GuestDisk(device);
        int blocks = CHUNK / GuestDisk.BLOCK;
        verifiers.add(new Verifier(name + "'s disk", number -> {
            byte[] data = chunk(number);
            int block = (int) (number % CHUNKS) * blocks;
            disk.write(block, data);
            assertTrue("what was written is read", Arrays.equals(data, disk.read(block, blocks)));
        }));
    }

    private void startKeyboard() throws Exception {
        DeviceId id = id("vkbd", 0);
        FrontendProbe probe = attach(id, Map.of());
        VkbdFrontend keyboard = new VkbdFrontend(guest, 0, VkbdFrontend.Variant.LINUX, platform.threads, probe);
        frontends.add(keyboard);
        keyboard.start();
        platform.awaitConnected(id, probe);
        verifiers.add(new Verifier(name + "'s keyboard", new KeyRounds(platform, id, keyboard)));
    }

    private static byte[] chunk(long number) {
        byte[] data = new byte[CHUNK];
        new Random(number).nextBytes(data);
        return data;
    }

    int domain() {
        return guest.domain();
    }

    Guest guest() {
        return guest;
    }

    Set<DeviceId> devices() {
        return connected.keySet();
    }

    private String faults() {
        StringBuilder faults = new StringBuilder(lines.fault());
        verifiers.forEach(verifier -> faults.append(verifier.fault()));
        return faults.toString();
    }

    /** Waits until every device has been used again. */
    void awaitMore() throws Exception {
        long line = lines.lines();
        List<Long> rounds = verifiers.stream().map(Verifier::rounds).toList();
        for (int i = 0; i < verifiers.size(); i++) {
            Verifier verifier = verifiers.get(i);
            long before = rounds.get(i);
            platform.await(
                    "more of " + name,
                    () -> !faults().isEmpty() || lines.lines() > line + 100 && verifier.rounds() > before + 2);
        }
        assertEquals("", faults());
    }

    /** Ends its work, and checks all of it. */
    void finish() throws Exception {
        lines.finish();
        for (Verifier verifier : verifiers) {
            verifier.finish();
        }
        assertEquals("", faults());
        probes.forEach((id, probe) -> {
            assertEquals(id + " saw no change of its backend", connected.get(id), probe.backendStates());
            assertEquals(id.toString(), List.of(), probe.failures());
        });
        assertEquals("plugged in once", List.of("1:" + HIGH_SPEED), usb.plugEvents());
        assertEquals(List.of(), usb.violations());
    }

    @Override
    public void close() throws Exception {
        if (lines != null) {
            lines.close();
        }
        for (Verifier verifier : verifiers) {
            verifier.close();
        }
        for (AutoCloseable frontend : frontends) {
            frontend.close();
        }
        platform.guests.destroy(guest.domain());
        platform.await(
                "the devices to go",
                () -> platform.admin().devices().stream()
                        .noneMatch(device -> device.id().domain() == guest.domain()));
        image.delete();
    }
}
