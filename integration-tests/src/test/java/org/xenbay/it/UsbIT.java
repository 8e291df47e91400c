// SPDX-License-Identifier: Apache-2.0
package org.xenbay.it;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.inject.Inject;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.ops4j.pax.exam.junit.PaxExam;
import org.ops4j.pax.exam.spi.reactors.ExamReactorStrategy;
import org.ops4j.pax.exam.spi.reactors.PerMethod;
import org.osgi.framework.Bundle;
import org.osgi.framework.FrameworkEvent;
import org.osgi.framework.wiring.FrameworkWiring;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;
import org.xenbay.api.device.DeviceId;
import org.xenbay.api.device.XenbusState;
import org.xenbay.api.guest.Guest;
import org.xenbay.frontend.FrontendProbe;
import org.xenbay.frontend.usb.GuestDevice;
import org.xenbay.frontend.usb.GuestDisk;
import org.xenbay.frontend.usb.VusbFrontend;

/** A guest uses a disk made of software, which a configuration makes, while the backend's bundle is updated. */
@RunWith(PaxExam.class)
@ExamReactorStrategy(PerMethod.class)
public class UsbIT extends PlatformFixture {

    private static final String BACKEND = "org.xenbay.backend.qusb";
    private static final int BLOCKS = 512;

    @Inject
    private ConfigurationAdmin configurations;

    private final FrontendProbe probe = new FrontendProbe();
    private final byte[] content = new byte[BLOCKS * GuestDisk.BLOCK];
    private Guest guest;
    private VusbFrontend controller;
    private Configuration disk;

    /** A disk and a guest that is to have it. */
    @Before
    public void startGuest() throws Exception {
        new Random(1).nextBytes(content);
        Path image = Files.write(folder.resolve("disk.img"), content);
        disk = configurations.createFactoryConfiguration("org.xenbay.usb.disk", null);
        disk.update(new Hashtable<>(Map.of("name", "disk0", "image", image.toString(), "serial", "it")));
        awaitBackend("qusb");
        guest = guests.create("guest");
        admin().attach(new DeviceId(guest.domain(), "qusb", 0), Map.of("ports", "2", "port/1", "disk0"));
        controller = new VusbFrontend(guest, 0, threads, probe);
        controller.start();
        assertTrue("connected", probe.awaitFrontend(XenbusState.CONNECTED, TIMEOUT));
    }

    /** Everything that was started is ended, also after a failure. */
    @After
    public void stopGuest() throws Exception {
        controller.close();
        guests.destroy(guest.domain());
        disk.delete();
    }

    /** The guest continues to read the right bytes, and gets no event. */
    @Test
    public void theBackendIsUpdatedUnderAReadingGuest() throws Exception {
        assertTrue(controller.await(() -> controller.speed(1) == 3, TIMEOUT));
        GuestDevice device = new GuestDevice(controller, 1);
        device.enumerate(4);
        GuestDisk blocks = new GuestDisk(device);
        for (int i = 0; i < 5; i++) {
            assertArrayEquals(content, blocks.read(0, BLOCKS));
            update();
        }
        assertArrayEquals(content, blocks.read(0, BLOCKS));
        assertEquals(List.of("1:3"), controller.plugEvents());
        assertEquals(List.of(), controller.violations());
    }

    /** Made of a configuration, it goes with it. */
    @Test
    public void aDiskWhoseConfigurationGoesIsPulledOut() throws Exception {
        assertTrue(controller.await(() -> controller.speed(1) == 3, TIMEOUT));
        disk.delete();
        assertTrue(controller.await(() -> controller.speed(1) == 0, TIMEOUT));
        assertTrue(shown("usb"), shown("usb").lines().anyMatch(line -> line.endsWith("\tno USB device at disk0")));
        startGuestsDiskAgain();
        assertTrue(controller.await(() -> controller.speed(1) == 3, TIMEOUT));
    }

    /** Its bundle brings it: without the bundle there is none. */
    @Test
    public void theCommandGoesAndComesWithItsBundle() throws Exception {
        assertTrue("there", command("usb").isPresent());
        Bundle bundle = bundle(BACKEND);
        bundle.stop();
        assertFalse("gone", command("usb").isPresent());
        bundle.start();
        await("the command", () -> command("usb").isPresent());
        await("the disk", () -> shown("usb").contains("disk0\t"));
    }

    private void startGuestsDiskAgain() throws Exception {
        disk = configurations.createFactoryConfiguration("org.xenbay.usb.disk", null);
        disk.update(new Hashtable<>(
                Map.of("name", "disk0", "image", folder.resolve("disk.img").toString())));
    }

    private void update() throws Exception {
        Bundle bundle = bundle(BACKEND);
        try (var jar = Files.newInputStream(Platform.jar(BACKEND))) {
            bundle.update(jar);
        }
        CountDownLatch refreshed = new CountDownLatch(1);
        context.getBundle(0)
                .adapt(FrameworkWiring.class)
                .refreshBundles(List.of(bundle), (FrameworkEvent event) -> refreshed.countDown());
        assertTrue("refreshed", refreshed.await(20, TimeUnit.SECONDS));
    }
}
