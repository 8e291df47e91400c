// SPDX-License-Identifier: Apache-2.0
package org.xenbay.it;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
import org.osgi.framework.ServiceRegistration;
import org.xenbay.api.device.DeviceId;
import org.xenbay.api.device.XenbusState;
import org.xenbay.api.guest.Guest;
import org.xenbay.api.input.InputControl;
import org.xenbay.api.screen.Area;
import org.xenbay.api.screen.GuestScreen;
import org.xenbay.api.screen.ScreenChange;
import org.xenbay.api.screen.ScreenView;
import org.xenbay.api.screen.VncRequest;
import org.xenbay.api.screen.VncServers;
import org.xenbay.frontend.FrontendProbe;
import org.xenbay.frontend.VkbdEvent;
import org.xenbay.frontend.VkbdFrontend;

/** A screen that is a service is shown, and its viewer's keys go to the guest's keyboard. */
@RunWith(PaxExam.class)
@ExamReactorStrategy(PerMethod.class)
public class ScreenIT extends PlatformFixture {

    private static final String RUN_FOLDER = "xenbay.run.dir";
    private static final int WIDTH = 320;
    private static final int HEIGHT = 200;
    private static final int COLOUR = 0x336699;
    private static final int KEY_A = 30;

    private final FrontendProbe probe = new FrontendProbe();
    private Guest guest;
    private VkbdFrontend keyboard;
    private DeviceId screen;

    /** @return the distribution's bundles, and a folder for sockets */
    @Override
    @Configuration
    public Option[] configuration() {
        try {
            return CoreOptions.options(
                    CoreOptions.composite(Platform.configuration()),
                    CoreOptions.frameworkProperty(RUN_FOLDER)
                            .value(Platform.temporaryFolder("xenbay-it-run").toString()));
        } catch (java.io.IOException failed) {
            throw new java.io.UncheckedIOException(failed);
        }
    }

    /** A screen of one colour. */
    private record PlainScreen(DeviceId device) implements GuestScreen {
        @Override
        public String domainName() {
            return "guest";
        }

        @Override
        public VncRequest vnc() {
            return VncRequest.NONE;
        }

        @Override
        public String waitsFor() {
            return "";
        }

        @Override
        public ScreenView watch(Runnable changed) {
            return new ScreenView() {
                @Override
                public ScreenChange take() {
                    return new ScreenChange(WIDTH, HEIGHT, List.of(new Area(0, 0, WIDTH, HEIGHT)));
                }

                @Override
                public boolean read(Area area, int[] pixels) {
                    Arrays.fill(pixels, 0, area.width() * area.height(), COLOUR);
                    return true;
                }

                @Override
                public void close() {}
            };
        }
    }

    /** A guest with a keyboard. */
    @Before
    public void startGuest() throws Exception {
        awaitBackend("vkbd");
        guest = guests.create("guest");
        screen = new DeviceId(guest.domain(), "vfb", 0);
        admin().attach(new DeviceId(guest.domain(), "vkbd", 0), Map.of());
        keyboard = new VkbdFrontend(guest, 0, VkbdFrontend.Variant.LINUX, threads, probe);
        keyboard.start();
        assertTrue("connected", probe.awaitFrontend(XenbusState.CONNECTED, TIMEOUT));
    }

    /** Everything that was started is ended, also after a failure. */
    @After
    public void stopGuest() throws Exception {
        keyboard.close();
        guests.destroy(guest.domain());
        bundle("org.xenbay.vnc").stop();
    }

    private ServiceRegistration<GuestScreen> register() {
        return context.registerService(GuestScreen.class, new PlainScreen(screen), null);
    }

    private String socket() {
        return service(VncServers.class).address(screen).orElseThrow().socket();
    }

    private Optional<DeviceId> target() {
        return service(InputControl.class).sources().stream()
                .filter(source -> source.info().id().equals("screen-" + screen.domain() + "-0"))
                .findFirst()
                .flatMap(InputControl.RoutedSource::device);
    }

    /** The viewer stays while the screen's service goes and comes. */
    @Test
    public void aScreenIsShownAndItsViewerTypes() throws Exception {
        ServiceRegistration<GuestScreen> first = register();
        await("a server", () -> service(VncServers.class).address(screen).isPresent());
        await("a source", () -> target().equals(Optional.of(new DeviceId(screen.domain(), "vkbd", 0))));
        try (SocketChannel viewer = SocketChannel.open(UnixDomainSocketAddress.of(socket()))) {
            DataInputStream in = new DataInputStream(Channels.newInputStream(viewer));
            DataOutputStream out = new DataOutputStream(Channels.newOutputStream(viewer));
            greet(in, out);
            assertPixel(in, out);
            first.unregister();
            ServiceRegistration<GuestScreen> second = register();
            assertPixel(in, out);
            out.write(new byte[] {4, 1, 0, 0, 0, 0, 0, 'a'});
            out.write(new byte[] {4, 0, 0, 0, 0, 0, 0, 'a'});
            assertTrue("keys", keyboard.ring().await(events -> events.size() >= 2, TIMEOUT));
            assertEquals(
                    List.of(VkbdEvent.key(KEY_A, true), VkbdEvent.key(KEY_A, false)),
                    keyboard.ring().events());
            second.unregister();
        }
    }

    private static void greet(DataInputStream in, DataOutputStream out) throws Exception {
        in.skipNBytes(12);
        out.writeBytes("RFB 003.008\n");
        in.skipNBytes(2);
        out.write(new byte[] {1, 1});
        in.skipNBytes(4);
        assertEquals(WIDTH, in.readUnsignedShort());
        assertEquals(HEIGHT, in.readUnsignedShort());
        in.skipNBytes(16);
        assertEquals("guest", new String(in.readNBytes(in.readInt())));
    }

    /** Asks for all of the picture, and looks at each pixel. */
    private static void assertPixel(DataInputStream in, DataOutputStream out) throws Exception {
        out.write(new byte[] {3, 0, 0, 0, 0, 0, 0, 0, 0, 0});
        in.skipNBytes(2);
        for (int count = in.readUnsignedShort(); count > 0; count--) {
            in.skipNBytes(4);
            int pixels = in.readUnsignedShort() * in.readUnsignedShort();
            assertEquals("raw", 0, in.readInt());
            for (; pixels > 0; pixels--) {
                assertEquals(COLOUR, Integer.reverseBytes(in.readInt()));
            }
        }
    }
}
