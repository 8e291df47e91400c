// SPDX-License-Identifier: Apache-2.0
package org.xenbay.vnc;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xenbay.api.device.DeviceId;
import org.xenbay.api.screen.VncRequest;

/** What a genuine viewer shows, pixel for pixel; skipped where Debian's packages for it are not installed. */
@Timeout(90)
class GenuinePictureTest {

    private static final int WIDTH = 640;
    private static final int HEIGHT = 480;

    /** So many pixels are the viewer's own: a hint in its window, and the pointer. */
    private static final int NOT_THE_GUESTS = 16_384;

    private static final int MARGIN = 32;

    @TempDir
    Path folder;

    private final FakeScreen screen = new FakeScreen(DeviceId.parse("5/vfb/0"), VncRequest.NONE);
    private VirtualDisplay display;
    private TestServers servers;

    /** The first one of the window's possible places. */
    private int place;

    @BeforeEach
    void start() {
        display = new VirtualDisplay(folder);
        servers = new TestServers(folder);
    }

    @AfterEach
    void stop() throws InterruptedException {
        display.close();
        servers.close();
    }

    /** The viewer's window is where the viewer puts it, near the upper left corner. */
    private boolean isShown() throws IOException {
        int[] meant = screen.pixels();
        int[] shown = display.pixels(WIDTH + MARGIN, HEIGHT + MARGIN);
        for (int at = place; at < MARGIN * MARGIN; at++) {
            if (isShown(meant, shown, at % MARGIN, at / MARGIN)) {
                place = at;
                return true;
            }
        }
        return false;
    }

    private static boolean isShown(int[] meant, int[] shown, int left, int top) {
        int differences = 0;
        for (int y = 0; y < HEIGHT && differences < NOT_THE_GUESTS; y++) {
            int at = (top + y) * (WIDTH + MARGIN) + left;
            for (int x = 0; x < WIDTH; x++) {
                differences += meant[y * WIDTH + x] == shown[at + x] ? 0 : 1;
            }
        }
        return differences < NOT_THE_GUESTS;
    }

    private void awaitShown() {
        await().atMost(Duration.ofSeconds(30)).until(this::isShown);
    }

    @ParameterizedTest
    @CsvSource({"Tight", "ZRLE", "Hextile", "Raw"})
    void tigerVncShowsTheGuestsPicture(String encoding) throws Exception {
        display.assumeInstalled("xtigervncviewer");
        Random random = new Random(encoding.length());
        screen.resize(WIDTH, HEIGHT);
        servers.add(screen);
        display.begin();
        display.start(
                "xtigervncviewer",
                "-geometry",
                WIDTH + "x" + HEIGHT + "+0+0",
                "-AutoSelect=0",
                "-FullColor=1",
                "-NoJPEG=1",
                "-PreferredEncoding=" + encoding,
                servers.socket(screen).toString());
        for (int round = 0; round < 4; round++) {
            for (int i = 0; i < 10; i++) {
                screen.drawAnything(random);
            }
            awaitShown();
            screen.scrollUp(100, random);
            awaitShown();
        }
    }
}
