// SPDX-License-Identifier: Apache-2.0
package org.xenbay.vnc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xenbay.api.device.DeviceId;
import org.xenbay.api.input.InputEvent.Key;
import org.xenbay.api.screen.Area;
import org.xenbay.api.screen.VncRequest;

/** Viewers stay connected over a kill of their process, and over an update of the bundle. */
@Timeout(60)
class KeptViewersTest {

    private static final int RAW = 0;
    private static final int ZRLE = 16;

    @TempDir
    Path folder;

    private final Random random = new Random(3);
    private final List<RfbClient> clients = new ArrayList<>();
    private FakeScreen screen = new FakeScreen(DeviceId.parse("5/vfb/0"), VncRequest.NONE);
    private PlayedProcess process;
    private long before;

    @BeforeEach
    void start() throws IOException {
        // The JDK opens a socket of its own with the first channel.
        SocketChannel.open().close();
        before = connections();
        process = PlayedProcess.first(folder);
        screen.resize(320, 200);
        screen.drawAnything(random);
    }

    @AfterEach
    void nothingIsLeft() throws Exception {
        for (RfbClient each : clients) {
            each.close();
        }
        process.close();
        await().until(() -> screen.views() == 0 && connections() <= before);
        assertThat(process.journals(screen)).doesNotExist();
    }

    /** @return how many descriptors of sockets, and of those that wait for them, this process has */
    private static long connections() throws IOException {
        try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
            return open.filter(KeptViewersTest::isOfConnection).count();
        }
    }

    private static boolean isOfConnection(Path descriptor) {
        try {
            String target = Files.readSymbolicLink(descriptor).toString();
            return target.startsWith("socket:") || target.startsWith("anon_inode:");
        } catch (IOException gone) {
            return false;
        }
    }

    private RfbClient local() throws Exception {
        RfbClient client = RfbClient.greeted(process.servers.socket(screen));
        clients.add(client);
        return client;
    }

    private RfbClient byTcp(String password) throws Exception {
        RfbClient client = AuthenticationTest.connect(process.servers.address(screen));
        clients.add(client);
        assertThat(client.version("RFB 003.008\n")).hasSize(1);
        client.out.writeByte(password.isEmpty() ? 1 : 2);
        if (!password.isEmpty()) {
            client.out.write(AuthenticationTest.answer(client.in.readNBytes(16), password));
        }
        assertThat(client.in.readInt()).isZero();
        return client.begin();
    }

    /** The process is killed when no message is under way, and the next one shows the screen. */
    private void kill() throws Exception {
        await().until(process::isCalm);
        killNow();
    }

    private void killNow() throws Exception {
        process.kill();
        process = process.next();
        process.servers.add(screen);
    }

    private List<ViewerJournal> journals() throws IOException {
        return ViewerFile.left(process.journals(screen), () -> {}).journals();
    }

    private boolean isTorn() throws IOException {
        return journals().stream().anyMatch(ViewerJournal::isTorn);
    }

    private void update() {
        process = process.updated();
        process.servers.add(screen);
    }

    /** All messages before this one are done. */
    private static void settle(RfbClient client) throws IOException {
        client.fence(1 << 31, "done");
        assertThat(client.takeFence()).isEqualTo("0done");
    }

    private static void assertDisconnected(RfbClient client) {
        try {
            assertThat(client.in.read()).isEqualTo(-1);
        } catch (IOException reset) {
            assertThat(reset).hasMessageContaining("reset");
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aViewerStaysOverKillsAndUpdates(boolean tcp) throws Exception {
        if (tcp) {
            FakeScreen at = process.servers.addAtFreePort(screen.device, request -> request);
            at.resize(320, 200);
            at.fill(new Area(0, 0, 320, 200), 0x123456);
            screen = at;
        } else {
            process.servers.add(screen);
        }
        RfbClient viewer = tcp ? byTcp("") : local();
        viewer.encodings(ZRLE).awaitPicture(screen);
        for (int i = 0; i < 6; i++) {
            viewer.request(true);
            if (i % 2 == 0) {
                settle(viewer);
                kill();
            } else {
                update();
            }
            assertThat(viewer.update()).as("the picture anew").isNotEmpty();
            screen.drawAnything(random);
            viewer.awaitPicture(screen);
            assertThat(process.servers.address(screen).viewers()).isEqualTo(1);
        }
        assertThat(Files.size(process.journals(screen))).isEqualTo(ViewerFile.SIZE);
    }

    @Test
    void keysThatWereHeldAreReleased() throws Exception {
        process.servers.add(screen);
        RfbClient viewer = local();
        viewer.key('a', true);
        viewer.key('b', true);
        viewer.key('b', false);
        viewer.pointer(1, 10, 10);
        settle(viewer);
        TestServers first = process.servers;
        await().until(() -> first.seen.contains(new Key(0x110, true)));
        kill();
        assertThat(process.servers.seen).containsExactly(new Key(30, false), new Key(0x110, false));
        viewer.key('c', true);
        TestServers second = process.servers;
        await().until(() -> second.seen.contains(new Key(46, true)));
        update();
        assertThat(second.seen).endsWith(new Key(46, true), new Key(46, false));
        assertThat(process.servers.seen).as("they were released before").isEmpty();
    }

    @Test
    void aMessageThatCameInPartIsDoneOnce() throws Exception {
        process.servers.add(screen);
        RfbClient viewer = local();
        settle(viewer);
        viewer.out.write(new byte[] {4, 1, 0});
        kill();
        viewer.out.write(new byte[] {0, 0, 0, 0});
        update();
        viewer.out.write(new byte[] {'a'});
        viewer.key('a', false);
        await().until(() -> process.servers.seen.contains(new Key(30, false)));
        assertThat(process.servers.seen).containsExactly(new Key(30, true), new Key(30, false));
    }

    @Test
    void aViewerThatGaveAPartOfALongMessageIsDisconnected() throws Exception {
        process.servers.add(screen);
        RfbClient viewer = local();
        // Each number is a piece of its own: the kernel takes a few hundred small pieces only.
        viewer.encodings(random.ints(2000, 1000, 9000).toArray());
        settle(viewer);
        kill();
        settle(viewer);
        viewer.out.write(new byte[] {2, 0, 30, 0});
        viewer.out.write(new byte[9000]);
        await().until(this::isTorn);
        killNow();
        assertDisconnected(viewer);
    }

    /** It takes nothing, and the kernel does not take a whole picture. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aViewerThatGotAPartOfAnUpdateIsDisconnected(boolean updated) throws Exception {
        process.servers.add(screen);
        RfbClient viewer = local();
        viewer.encodings(RAW).request(true).update();
        await().until(process::isCalm);
        screen.resize(2000, 1000);
        screen.drawAnything(random);
        RfbClient large = local();
        large.request(false);
        await().until(this::isTorn);
        if (updated) {
            update();
        } else {
            killNow();
        }
        try {
            large.update();
            throw new AssertionError("an update of two processes");
        } catch (IOException ended) {
            assertThat(process.servers.address(screen).viewers()).isEqualTo(1);
        }
    }

    /** What it has asked for is not lost, though the viewer took nothing when the process ended. */
    @Test
    void aViewerThatHasNotTakenItsLastUpdateGetsItAndTheNext() throws Exception {
        screen.resize(100, 80);
        process.servers.add(screen);
        RfbClient viewer = local();
        viewer.encodings(ZRLE).request(false);
        await().until(() -> journals().get(0).state().is(Fact.ZRLE_BEGUN));
        screen.drawAnything(random);
        viewer.request(false);
        kill();
        viewer.update();
        viewer.update();
        assertThat(viewer.shows(screen)).isTrue();
    }

    @Test
    void aViewerWhoseScreenDoesNotComeIsDisconnectedInTime() throws Exception {
        process.servers.add(screen);
        RfbClient viewer = local();
        settle(viewer);
        await().until(process::isCalm);
        process.kill();
        process = process.next();
        assertThat(process.journals(screen)).exists();
        process.servers.letTimePass();
        assertDisconnected(viewer);
        assertThat(process.journals(screen)).doesNotExist();
    }

    @Test
    void aViewerIsLeftToTheNextProcessWhenItsScreenHasNotComeYet() throws Exception {
        process.servers.add(screen);
        RfbClient viewer = local();
        settle(viewer);
        await().until(process::isCalm);
        process.kill();
        process = process.next().updated();
        process.servers.add(screen);
        viewer.awaitPicture(screen);
    }

    @Test
    void whoHasNotShownThatItMayLookIsDisconnected() throws Exception {
        screen = process.servers.addAtFreePort(screen.device, request -> request.withPassword("secret"));
        screen.resize(64, 48);
        RfbClient stranger = AuthenticationTest.connect(process.servers.address(screen));
        clients.add(stranger);
        assertThat(stranger.version("RFB 003.008\n")).containsExactly(2);
        RfbClient known = byTcp("secret");
        settle(known);
        update();
        assertDisconnected(stranger);
        settle(known);
    }

    @Test
    void aPasswordThatIsAskedForNowDisconnectsWhoHasGivenNone() throws Exception {
        screen = process.servers.addAtFreePort(screen.device, request -> request);
        screen.resize(64, 48);
        RfbClient remote = byTcp("");
        settle(remote);
        RfbClient local = local();
        settle(local);
        await().until(process::isCalm);
        process.kill();
        process = process.next();
        FakeScreen now = new FakeScreen(screen.device, screen.vnc().withPassword("secret"));
        now.resize(64, 48);
        process.servers.add(now);
        screen = now;
        assertDisconnected(remote);
        settle(local);
    }

    @Test
    void anotherAddressIsAnotherScreen() throws Exception {
        process.servers.add(screen);
        RfbClient viewer = local();
        settle(viewer);
        await().until(process::isCalm);
        process.kill();
        process = process.next();
        process.servers.add(new FakeScreen(screen.device, VncRequest.NONE).of("another"));
        assertDisconnected(viewer);
    }

    @Test
    void asManyViewersAsBefore() throws Exception {
        process.servers.add(screen);
        List<RfbClient> viewers = new ArrayList<>();
        for (int round = 0; round < 3; round++) {
            for (int i = viewers.size(); i < RfbServer.MAX_VIEWERS; i++) {
                RfbClient viewer = local();
                settle(viewer);
                viewers.add(viewer);
            }
            kill();
            try (RfbClient more = RfbClient.connect(process.servers.socket(screen))) {
                assertDisconnected(more);
            }
            for (RfbClient viewer : viewers) {
                settle(viewer);
            }
            viewers.remove(0).close();
            viewers.remove(0).close();
            await().until(() -> process.servers.address(screen).viewers() == RfbServer.MAX_VIEWERS - 2);
        }
    }

    @Test
    void aViewerThatLeavesMakesRoomForTheNextOnesJournal() throws Exception {
        process.servers.add(screen);
        for (int i = 0; i < 3 * RfbServer.MAX_VIEWERS; i++) {
            RfbClient viewer = local();
            settle(viewer);
            viewer.close();
            await().until(() -> process.servers.address(screen).viewers() == 0);
        }
        RfbClient last = local();
        settle(last);
        kill();
        last.awaitPicture(screen);
    }
}
