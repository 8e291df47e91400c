// SPDX-License-Identifier: Apache-2.0
package org.xenbay.vnc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xenbay.api.device.DeviceId;
import org.xenbay.api.screen.Area;
import org.xenbay.api.screen.VncRequest;
import org.xenbay.api.screen.VncServers;

/** What a genuine viewer shows, pixel for pixel; skipped where Debian's packages for it are not installed. */
@Timeout(90)
class GenuinePictureTest {

    private static final int WIDTH = 640;
    private static final int HEIGHT = 480;

    /** So many pixels are the viewer's own: a hint in its window, and the pointer. */
    private static final int NOT_THE_GUESTS = 16_384;

    /** A viewer's menu is above the picture. */
    private static final int MARGIN = 64;

    /** What a JPEG file of the best quality changes of a channel, on the average. */
    private static final double LOSS = 2;

    @TempDir
    Path folder;

    private final Random random = new Random(7);
    private FakeScreen screen;
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

    private void serve(VncRequest request) {
        screen = new FakeScreen(DeviceId.parse("5/vfb/0"), request);
        screen.resize(WIDTH, HEIGHT);
        servers.add(screen);
    }

    /** @return the host and the display of a server by TCP, as viewers are told */
    private String serveByTcp() throws IOException {
        int first;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            first = free.getLocalPort() - 5900;
        }
        serve(VncRequest.of("127.0.0.1", first, true));
        VncServers.Address address = servers.address(screen);
        assertThat(address.trouble()).isEmpty();
        return address.host() + ":" + (address.port() - 5900);
    }

    private void draw() {
        for (int i = 0; i < 10; i++) {
            screen.drawAnything(random);
        }
    }

    private void fill() {
        for (int i = 0; i < 10; i++) {
            int x = random.nextInt(WIDTH - 1);
            int y = random.nextInt(HEIGHT - 1);
            Area area = new Area(x, y, 1 + random.nextInt(WIDTH - x), 1 + random.nextInt(HEIGHT - y));
            screen.fill(area, random.nextInt(1 << 24));
        }
    }

    private void assertEachChangeIsShown(Runnable... changes) {
        for (int round = 0; round < 4; round++) {
            for (Runnable change : changes) {
                change.run();
                awaitShown();
            }
        }
    }

    private void awaitShown() {
        await().atMost(Duration.ofSeconds(30)).until(this::isShown);
    }

    @ParameterizedTest
    @CsvSource({"Tight", "ZRLE", "Hextile", "Raw"})
    void tigerVncShowsTheGuestsPicture(String encoding) throws Exception {
        display.assumeInstalled("xtigervncviewer");
        serve(VncRequest.NONE);
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
        assertEachChangeIsShown(this::draw, () -> screen.scrollUp(100, random));
    }

    /** The process that shows the screen is killed, and the same viewer goes on. */
    @ParameterizedTest
    @CsvSource({"Tight", "ZRLE"})
    void tigerVncGoesOnWithTheNextProcess(String encoding) throws Exception {
        display.assumeInstalled("xtigervncviewer");
        servers.close();
        PlayedProcess process = PlayedProcess.first(folder.resolve("processes"));
        servers = process.servers;
        serve(VncRequest.NONE);
        draw();
        display.begin();
        Process viewer = display.start(
                "xtigervncviewer",
                "-geometry",
                WIDTH + "x" + HEIGHT + "+0+0",
                "-AutoSelect=0",
                "-FullColor=1",
                "-NoJPEG=1",
                "-PreferredEncoding=" + encoding,
                servers.socket(screen).toString());
        awaitShown();
        for (int kill = 0; kill < 4; kill++) {
            await().until(process::isCalm);
            process.kill();
            process = process.next();
            servers = process.servers;
            servers.add(screen);
            draw();
            awaitShown();
            assertThat(viewer.isAlive()).isTrue();
            assertThat(servers.address(screen).viewers()).isEqualTo(1);
        }
    }

    /** It wants pictures of many colours as JPEG, so that only others are exact. */
    @Test
    void gtkVncShowsTheGuestsPicture() throws Exception {
        display.assumeInstalled("gvncviewer");
        String server = serveByTcp();
        display.begin();
        display.start("gvncviewer", server);
        assertEachChangeIsShown(this::fill);
    }

    /** Its picture is a JPEG file. */
    @Test
    void vncsnapshotTakesTheGuestsPicture() throws Exception {
        display.assumeInstalled("vncsnapshot");
        String server = serveByTcp();
        Path file = folder.resolve("picture.jpg");
        for (String encodings : List.of("tight copyrect", "hextile", "raw")) {
            draw();
            Process taker =
                    display.start("vncsnapshot", "-quiet", "-nojpeg", "-encodings", encodings, server, file.toString());
            assertThat(taker.waitFor(30, TimeUnit.SECONDS)).isTrue();
            assertThat(taker.exitValue()).isZero();
            assertThat(difference(ImageIO.read(file.toFile()))).as(encodings).isLessThan(LOSS);
        }
    }

    /** @return by how much a channel differs from what is meant, on the average */
    private double difference(BufferedImage taken) {
        assertThat(taken.getWidth()).isEqualTo(WIDTH);
        assertThat(taken.getHeight()).isEqualTo(HEIGHT);
        int[] meant = screen.pixels();
        int[] seen = taken.getRGB(0, 0, WIDTH, HEIGHT, null, 0, WIDTH);
        long sum = 0;
        for (int i = 0; i < meant.length; i++) {
            for (int shift = 0; shift < 24; shift += 8) {
                sum += Math.abs((meant[i] >> shift & 0xFF) - (seen[i] >> shift & 0xFF));
            }
        }
        return sum / 3.0 / meant.length;
    }
}
