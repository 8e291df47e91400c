// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.vfb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.xenbay.api.device.XenbusState;
import org.xenbay.api.screen.GuestScreen;
import org.xenbay.api.screen.ScreenView;
import org.xenbay.api.screen.VncRequest;
import org.xenbay.backend.vfb.ScreenHost.Painter;
import org.xenbay.frontend.FbFrontend.Variant;

/** A viewer sees what a guest draws, pixel for pixel. */
@Timeout(60)
class ScreenTest {

    private final ScreenHost host = new ScreenHost();

    @AfterEach
    void end() {
        host.close();
    }

    private static boolean isSame(Viewer viewer, Painter painter) {
        if (viewer.width() != painter.frontend.screen().width()) {
            return false;
        }
        for (int y = 0; y < viewer.height(); y++) {
            for (int x = 0; x < viewer.width(); x++) {
                if (viewer.get(x, y) != painter.frontend.screen().get(x, y)) {
                    return false;
                }
            }
        }
        return true;
    }

    private static void scribble(Painter painter, long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 30; i++) {
            int x = random.nextInt(700);
            int y = random.nextInt(500);
            painter.frontend
                    .screen()
                    .fill(x, y, 1 + random.nextInt(99), 1 + random.nextInt(60), random.nextInt(1 << 24));
        }
    }

    @Test
    void eachPixelIsSeen() throws Exception {
        Painter painter = host.connect(Variant.LINUX);
        scribble(painter, 1);
        try (Viewer viewer = new Viewer(painter.screen())) {
            viewer.await(now -> isSame(now, painter));
            scribble(painter, 2);
            viewer.await(now -> isSame(now, painter));
        }
        assertThat(painter.screen().waitsFor()).isEmpty();
    }

    @Test
    void aGuestThatTellsNothingIsLookedAtAllTheSame() throws Exception {
        Painter painter = host.connect(Variant.SILENT);
        try (Viewer viewer = new Viewer(painter.screen())) {
            scribble(painter, 3);
            viewer.await(now -> isSame(now, painter));
            painter.frontend.screen().set(799, 599, 0x123456);
            viewer.await(now -> now.get(799, 599) == 0x123456);
        }
    }

    /** A band as wide as the screen was told of: one tile of it differs. */
    @Test
    void onlyWhatDiffersIsSeenAgain() throws Exception {
        Painter painter = host.connect(Variant.LINUX);
        try (Viewer viewer = new Viewer(painter.screen())) {
            viewer.await(now -> isSame(now, painter));
            long before = viewer.received();
            painter.frontend.screen().set(5, 5, 0xFF00FF);
            painter.frontend.screen().changed(0, 0, 800, 600);
            viewer.await(now -> now.get(5, 5) == 0xFF00FF);
            assertThat(viewer.received() - before).isEqualTo((long) TileMap.WIDTH * TileMap.HEIGHT);
        }
    }

    @Test
    void viewersSeeTheSame() throws Exception {
        Painter painter = host.connect(Variant.LINUX);
        try (Viewer first = new Viewer(painter.screen());
                Viewer second = new Viewer(painter.screen())) {
            first.await(now -> isSame(now, painter));
            scribble(painter, 4);
            first.await(now -> isSame(now, painter));
            second.await(now -> isSame(now, painter));
        }
    }

    @Test
    void theGuestIsToldWhetherSomebodyLooks() throws Exception {
        Painter painter = host.connect(Variant.LINUX);
        assertThat(painter.frontend.screen().period()).isEqualTo(-1);
        try (Viewer viewer = new Viewer(painter.screen())) {
            viewer.await(now -> isSame(now, painter));
            await().until(() -> painter.frontend.screen().period() == 33);
            assertThat(painter.view().figure("views").orElseThrow().intValue()).isEqualTo(1);
        }
        await().until(() -> painter.frontend.screen().period() == 0);
    }

    /** Changes for which a full ring had no room are seen, although nothing is drawn any more. */
    @Test
    void whatTheFullRingHadNoRoomForIsSeen() throws Exception {
        Painter painter = host.connect(Variant.LINUX);
        try (Viewer viewer = new Viewer(painter.screen())) {
            for (int i = 0; i < 5000; i++) {
                painter.frontend.screen().fill(i % 800, i % 600, 1, 1, i + 1);
            }
            viewer.await(now -> isSame(now, painter));
        }
    }

    @Test
    void theSizeChangesWithinTheMemory() throws Exception {
        Painter painter = host.connect(Variant.LINUX);
        try (Viewer viewer = new Viewer(painter.screen())) {
            scribble(painter, 5);
            viewer.await(now -> isSame(now, painter));
            assertThat(painter.frontend.screen().resize(640, 480, 3200, 32, 0)).isTrue();
            viewer.await(now -> now.width() == 640 && now.height() == 480);
            int right = painter.frontend.screen().get(639, 479);
            viewer.await(now -> now.get(639, 479) == right);
            assertThat(painter.view().details())
                    .containsEntry("picture", "640 by 480 pixels of 32 bits, 3200 bytes a row from 0");
        }
    }

    @Test
    void depthsAreShownInTrueColour() throws Exception {
        Painter painter = host.connect(Variant.LINUX);
        try (Viewer viewer = new Viewer(painter.screen())) {
            painter.frontend.screen().set(0, 0, 0xF800_07E0);
            painter.frontend.screen().resize(16, 16, 3200, 16, 0);
            viewer.await(now -> now.get(0, 0) == 0x00FF00 && now.get(1, 0) == 0xFF0000);
            painter.frontend.screen().resize(16, 16, 3200, 8, 0);
            viewer.await(now -> now.get(0, 0) == 0xFF0000 && now.get(1, 0) == 0x0024FF);
            painter.frontend.screen().set(0, 0, 0x00AABBCC);
            painter.frontend.screen().resize(16, 16, 3200, 24, 0);
            viewer.await(now -> now.get(0, 0) == 0xAABBCC);
        }
    }

    @Test
    void anotherVersionShowsTheSamePicture() throws Exception {
        Painter painter = host.connect(Variant.LINUX);
        painter.frontend.screen().resize(640, 480, 3200, 32, 0);
        scribble(painter, 6);
        await().until(() -> painter.view().details().get("picture").startsWith("640 by 480"));
        host.replaceBackend();
        painter.awaitState(XenbusState.CONNECTED);
        await().until(() -> painter.screen().waitsFor().isEmpty());
        try (Viewer viewer = new Viewer(painter.screen())) {
            viewer.await(now -> now.width() == 640);
            int pixel = painter.frontend.screen().get(100, 100);
            viewer.await(now -> now.get(100, 100) == pixel);
        }
        assertThat(painter.probe.backendStates()).doesNotContain(XenbusState.CLOSING, XenbusState.CLOSED);
    }

    @Test
    void aViewerSeesThatTheGuestLeaves() throws Exception {
        Painter painter = host.connect(Variant.LINUX);
        try (Viewer viewer = new Viewer(painter.screen())) {
            viewer.await(now -> isSame(now, painter));
            painter.frontend.unload();
            viewer.await(now -> now.width() == 0);
            assertThat(painter.screen().waitsFor()).isEqualTo("the guest's driver");
            painter.frontend.reload();
            viewer.await(now -> now.width() == 800);
        }
    }

    /** Who is told that there is no picture finds out why. */
    @Test
    void aViewerThatIsToldThatTheGuestLeavesIsToldWhatTheScreenWaitsFor() throws Exception {
        Painter painter = host.connect(Variant.LINUX);
        GuestScreen screen = painter.screen();
        Queue<String> said = new ConcurrentLinkedQueue<>();
        try (ScreenView view = screen.watch(() -> said.add(screen.waitsFor()))) {
            await().until(() -> view.take().hasPicture());
            said.clear();
            painter.frontend.unload();
            await().until(() -> !view.take().hasPicture());
        }
        assertThat(said).isNotEmpty().containsOnly("the guest's driver");
    }

    @Test
    void theScreenIsThereBeforeTheGuest() {
        Painter painter =
                host.attach(Variant.LINUX, Map.of("vnc", "1", "vncdisplay", "7", "width", "640", "height", "480"));
        VncRequest request = painter.screen().vnc();
        assertThat(request).hasToString("127.0.0.1:7 or the next free one");
        await().until(() -> painter.screen().waitsFor().isEmpty());
        assertThat(painter.frontend.screen().width()).isEqualTo(640);
    }
}
