// SPDX-License-Identifier: Apache-2.0
package org.xenbay.vnc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.xenbay.api.device.DeviceId;
import org.xenbay.api.input.InputEvent;
import org.xenbay.api.input.InputEvent.Key;
import org.xenbay.api.input.InputEvent.Position;
import org.xenbay.api.input.Place;
import org.xenbay.api.screen.Area;
import org.xenbay.api.screen.VncRequest;
import org.xenbay.vnc.RfbClient.Rectangle;

/** A guest's screen from its beginning to its end, at its UNIX socket. */
@Timeout(60)
class GuestScreenTest {

    private static final int RAW = 0;
    private static final int DESKTOP_SIZE = -223;
    private static final int EXTENDED_DESKTOP_SIZE = -308;

    @TempDir
    Path folder;

    private final FakeScreen screen = new FakeScreen(DeviceId.parse("5/vfb/0"), VncRequest.NONE);
    private final Random random = new Random(5);
    private TestServers servers;

    @BeforeEach
    void start() {
        servers = new TestServers(folder);
    }

    @AfterEach
    void stop() {
        servers.close();
        assertThat(servers.socket(screen)).doesNotExist();
        await().until(() -> screen.views() == 0);
    }

    private RfbClient viewer() throws Exception {
        return RfbClient.greeted(servers.socket(screen));
    }

    private void awaitSeen(InputEvent... events) {
        await().untilAsserted(() -> assertThat(servers.seen).containsExactly(events));
        servers.seen.clear();
    }

    @Test
    void onlyTheDaemonsUserConnectsAndNobodyByTcp() throws Exception {
        servers.add(screen);
        Path socket = servers.socket(screen);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(socket)))
                .isEqualTo("rw-------");
        assertThat(servers.servers.addresses())
                .singleElement()
                .hasToString("Address[device=5/vfb/0, socket=" + socket + ", host=, port=0, viewers=0, trouble=]");
        try (RfbClient viewer = viewer()) {
            assertThat(viewer.name).isEqualTo("desk");
            await().until(() -> servers.address(screen).viewers() == 1);
        }
    }

    @Test
    void aScreenIsReadOnlyWhileSomebodyLooks() throws Exception {
        servers.add(screen);
        assertThat(screen.views()).isZero();
        try (RfbClient viewer = viewer()) {
            viewer.request(false).update();
            assertThat(screen.views()).isEqualTo(1);
        }
        await().until(() -> screen.views() == 0);
    }

    @Test
    void withoutAPictureItSaysWhatItWaitsFor() throws Exception {
        servers.add(screen);
        try (RfbClient viewer = viewer()) {
            viewer.encodings(RAW, DESKTOP_SIZE).request(false);
            viewer.update();
            assertThat(viewer.width).isEqualTo(800);
            int[] before = viewer.picture.clone();
            assertThat(before).contains(0xFFFFFF);
            viewer.request(true);
            screen.waitFor("another thing");
            viewer.update();
            assertThat(viewer.picture).isNotEqualTo(before);
            viewer.request(true);
            screen.resize(320, 200);
            screen.drawAnything(random);
            assertThat(viewer.update()).containsExactly(new Rectangle(0, 0, 320, 200, DESKTOP_SIZE));
            viewer.awaitPicture(screen);
            viewer.request(true);
            screen.waitFor("its driver");
            viewer.update();
            assertThat(viewer.width).as("as large as before").isEqualTo(320);
            assertThat(viewer.picture).contains(0xFFFFFF);
        }
    }

    @Test
    void aViewerThatCannotResizeSeesAPartOrABlackBorder() throws Exception {
        screen.resize(300, 200);
        screen.fill(new Area(0, 0, 300, 200), 0x123456);
        servers.add(screen);
        try (RfbClient viewer = viewer()) {
            viewer.encodings(RAW).request(false).update();
            viewer.request(true);
            screen.resize(100, 400);
            screen.fill(new Area(0, 0, 100, 400), 0x00FF00);
            viewer.update();
            await().until(() -> {
                viewer.request(false).update();
                return viewer.picture[99] == 0x00FF00;
            });
            assertThat(viewer.picture).hasSize(300 * 200);
            for (int i = 0; i < viewer.picture.length; i++) {
                assertThat(viewer.picture[i]).isEqualTo(i % 300 < 100 ? 0x00FF00 : 0);
            }
            viewer.pointer(0, 99, 399);
            awaitSeen(new Position(new Place(99, 399, 99, 399)));
        }
    }

    @Test
    void aViewerThatKnowsScreensIsToldOfThemAndMayNotSetTheSize() throws Exception {
        screen.resize(64, 48);
        servers.add(screen);
        try (RfbClient viewer = viewer()) {
            viewer.encodings(RAW, DESKTOP_SIZE, EXTENDED_DESKTOP_SIZE).request(true);
            assertThat(viewer.update()).containsExactly(new Rectangle(0, 0, 64, 48, EXTENDED_DESKTOP_SIZE));
            viewer.awaitPicture(screen);
            viewer.out.write(new byte[] {(byte) 251, 0, 1, 0, 1, 0, 1, 0});
            viewer.out.write(new byte[16]);
            viewer.request(true);
            assertThat(viewer.update()).containsExactly(new Rectangle(1, 1, 64, 48, EXTENDED_DESKTOP_SIZE));
            viewer.request(true);
            screen.resize(80, 50);
            assertThat(viewer.update()).containsExactly(new Rectangle(0, 0, 80, 50, EXTENDED_DESKTOP_SIZE));
        }
    }

    @Test
    void keysAndPointersBelongToTheKeyboardBesideTheScreen() throws Exception {
        screen.resize(64, 48);
        servers.add(screen);
        assertThat(servers.sources).singleElement().satisfies(source -> {
            assertThat(source.info().id()).isEqualTo("screen-5-0");
            assertThat(source.belongsTo()).contains(screen.device);
        });
        try (RfbClient viewer = viewer()) {
            viewer.key('a', true);
            viewer.pointer(1, 63, 5000);
            awaitSeen(new Key(30, true), new Position(new Place(63, 47, 63, 47)), new Key(0x110, true));
        }
        awaitSeen(new Key(30, false), new Key(0x110, false));
        servers.close();
        assertThat(servers.sources).isEmpty();
    }

    @Test
    void viewersStayWhileTheBackendIsReplaced() throws Exception {
        screen.resize(320, 200);
        screen.drawAnything(random);
        servers.add(screen);
        FakeScreen successor = new FakeScreen(screen.device, VncRequest.NONE);
        successor.resize(320, 200);
        successor.draw(new Area(0, 0, 320, 200), screen.pixels());
        try (RfbClient viewer = viewer()) {
            viewer.encodings(RAW).awaitPicture(screen);
            servers.remove(screen);
            assertThat(screen.views()).isZero();
            try (RfbClient late = viewer()) {
                late.request(false).update();
                assertThat(late.picture).as("a text").contains(0xFFFFFF);
            }
            viewer.request(true);
            viewer.fence(1 << 31, "still");
            assertThat(viewer.takeFence()).isEqualTo("0still");
            assertThat(viewer.shows(screen)).isTrue();
            servers.add(successor);
            servers.letTimePass();
            successor.fill(new Area(0, 0, 10, 10), 0x778899);
            assertThat(viewer.update()).as("nothing that it has").containsExactly(new Rectangle(0, 0, 128, 10, RAW));
            assertThat(viewer.shows(successor)).isTrue();
        }
        await().until(() -> successor.views() == 0);
    }

    @Test
    void theServerOfAScreenThatDoesNotReturnEnds() throws Exception {
        servers.add(screen);
        try (RfbClient viewer = viewer()) {
            servers.remove(screen);
            assertThat(servers.servers.addresses()).hasSize(1);
            servers.letTimePass();
            assertThat(viewer.in.read()).isEqualTo(-1);
        }
        assertThat(servers.servers.addresses()).isEmpty();
        assertThat(servers.sources).isEmpty();
    }

    @Test
    void aViewerThatTakesNothingDelaysNobody() throws Exception {
        screen.resize(1024, 768);
        servers.add(screen);
        try (RfbClient slow = viewer();
                RfbClient quick = viewer()) {
            for (int round = 0; round < 20; round++) {
                screen.draw(
                        new Area(0, 0, 1024, 768),
                        random.ints(1024 * 768, 0, 1 << 24).toArray());
                slow.request(false);
                quick.awaitPicture(screen);
                quick.key('a', true);
                quick.key('a', false);
                awaitSeen(new Key(30, true), new Key(30, false));
            }
            slow.awaitPicture(screen);
        }
    }

    @Test
    void nothingIsLostWhileTheGuestDraws() throws Exception {
        screen.resize(500, 300);
        servers.add(screen);
        Thread guest = new Thread(() -> {
            Random own = new Random(9);
            for (int i = 0; i < 300; i++) {
                screen.drawAnything(own);
                if (i % 10 == 0) {
                    screen.scrollUp(1 + own.nextInt(40), own);
                }
            }
        });
        try (RfbClient viewer = viewer()) {
            viewer.encodings(1, 16);
            guest.start();
            while (guest.isAlive()) {
                viewer.request(true).update();
            }
            viewer.awaitPicture(screen);
        } finally {
            guest.join();
        }
    }

    @Test
    void screensAreShownInTheOrderOfTheirDevices() {
        FakeScreen other = new FakeScreen(DeviceId.parse("3/vfb/1"), VncRequest.NONE);
        servers.add(screen);
        servers.add(other);
        assertThat(servers.servers.addresses())
                .extracting(address -> address.device().toString())
                .isEqualTo(List.of("3/vfb/1", "5/vfb/0"));
        assertThat(servers.servers.address(DeviceId.parse("9/vfb/0"))).isEmpty();
    }
}
