// SPDX-License-Identifier: Apache-2.0
package org.xenbay.vnc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.xenbay.api.device.DeviceId;
import org.xenbay.api.screen.Area;
import org.xenbay.api.screen.VncRequest;
import org.xenbay.vnc.RfbClient.Format;
import org.xenbay.vnc.RfbClient.Rectangle;

/** What viewers decode is the guest's picture, pixel for pixel, in each encoding and format. */
@Timeout(60)
class EncodingsTest {

    private static final int RAW = 0;
    private static final int COPY = 1;
    private static final int HEXTILE = 5;
    private static final int TIGHT = 7;
    private static final int ZRLE = 16;

    private static final List<Format> FORMATS = List.of(
            Format.SERVERS,
            new Format(32, 24, true, new int[] {255, 255, 255}, new int[] {24, 16, 8}),
            new Format(32, 32, false, new int[] {255, 255, 255}, new int[] {0, 8, 16}),
            new Format(32, 30, true, new int[] {1023, 1023, 1023}, new int[] {20, 10, 0}),
            new Format(32, 24, false, new int[] {255, 255, 255}, new int[] {24, 12, 3}),
            new Format(16, 16, false, new int[] {31, 63, 31}, new int[] {11, 5, 0}),
            new Format(16, 15, true, new int[] {31, 31, 31}, new int[] {0, 5, 10}),
            new Format(8, 8, false, new int[] {7, 7, 3}, new int[] {0, 3, 6}));

    @TempDir
    Path folder;

    private final FakeScreen screen = new FakeScreen(DeviceId.parse("5/vfb/0"), VncRequest.NONE);
    private TestServers servers;

    @BeforeEach
    void start() {
        servers = new TestServers(folder);
    }

    @AfterEach
    void stop() {
        servers.close();
        await().until(() -> screen.views() == 0);
    }

    private RfbClient viewer() throws Exception {
        return RfbClient.greeted(servers.socket(screen));
    }

    static Stream<Integer> encodings() {
        return Stream.of(RAW, HEXTILE, TIGHT, ZRLE);
    }

    @ParameterizedTest
    @MethodSource("encodings")
    void picturesArrivePixelForPixel(int encoding) throws Exception {
        Random random = new Random(encoding);
        screen.resize(333, 217);
        servers.add(screen);
        for (Format format : FORMATS) {
            try (RfbClient viewer = viewer()) {
                viewer.format(format).encodings(encoding, RAW == encoding ? HEXTILE : RAW);
                for (int round = 0; round < 8; round++) {
                    screen.drawAnything(random);
                    viewer.awaitPicture(screen);
                }
            }
        }
    }

    @Test
    void aViewerMayChangeItsFormatAndEncodingAtAnyTime() throws Exception {
        Random random = new Random(7);
        screen.resize(200, 100);
        servers.add(screen);
        try (RfbClient viewer = viewer()) {
            for (int round = 0; round < 40; round++) {
                viewer.format(FORMATS.get(random.nextInt(FORMATS.size())));
                viewer.encodings(List.of(RAW, HEXTILE, TIGHT, ZRLE).get(random.nextInt(4)));
                screen.drawAnything(random);
                viewer.request(true);
                viewer.update();
                viewer.awaitPicture(screen);
            }
        }
    }

    @Test
    void theFirstEncodingOfTheListIsUsed() throws Exception {
        screen.resize(64, 64);
        servers.add(screen);
        try (RfbClient viewer = viewer()) {
            viewer.encodings(-999, COPY, ZRLE, TIGHT, RAW).request(false);
            assertThat(viewer.update()).extracting(Rectangle::encoding).containsOnly(ZRLE);
        }
    }

    @Test
    void whatScrolledIsMovedByTheViewer() throws Exception {
        Random random = new Random(1);
        screen.resize(300, 200);
        screen.draw(new Area(0, 0, 300, 200), random.ints(300 * 200, 0, 1 << 24).toArray());
        servers.add(screen);
        try (RfbClient viewer = viewer()) {
            viewer.encodings(COPY, RAW).request(false);
            viewer.update();
            assertThat(viewer.shows(screen)).isTrue();
            screen.scrollUp(16, random);
            viewer.request(true);
            List<Rectangle> update = viewer.update();
            assertThat(update.get(0)).isEqualTo(new Rectangle(0, 0, 300, 184, COPY));
            assertThat(update.subList(1, update.size())).allMatch(rectangle -> rectangle.y() >= 184);
            assertThat(viewer.shows(screen)).isTrue();
        }
    }

    @Test
    void onlyWhatDiffersIsSent() throws Exception {
        screen.resize(640, 480);
        servers.add(screen);
        try (RfbClient viewer = viewer()) {
            viewer.encodings(RAW).request(false);
            viewer.update();
            viewer.request(true);
            screen.touch(new Area(0, 0, 640, 480));
            viewer.fence(1 << 31, "still");
            assertThat(viewer.takeFence()).as("no update").isEqualTo("0still");
            screen.fill(new Area(200, 100, 8, 16), 0xABCDEF);
            assertThat(viewer.update()).containsExactly(new Rectangle(128, 100, 128, 16, RAW));
            assertThat(viewer.shows(screen)).isTrue();
        }
    }

    @Test
    void photographsAreJpegOnlyForViewersThatAskForIt() throws Exception {
        screen.resize(256, 64);
        int[] photo = new int[256 * 64];
        for (int i = 0; i < photo.length; i++) {
            photo[i] = i % 256 << 16 | i / 256 * 4 << 8 | 0x40;
        }
        screen.draw(new Area(0, 0, 256, 64), photo);
        servers.add(screen);
        try (RfbClient viewer = viewer()) {
            viewer.encodings(TIGHT, -32 + 9).request(false);
            viewer.update();
            assertThat(viewer.shows(screen)).as("exactly").isFalse();
            for (int i = 0; i < photo.length; i++) {
                for (int shift = 0; shift <= 16; shift += 8) {
                    assertThat(viewer.picture[i] >> shift & 255).isCloseTo(photo[i] >> shift & 255, byAtMost(24));
                }
            }
            viewer.encodings(TIGHT).request(false);
            viewer.update();
            assertThat(viewer.shows(screen)).isTrue();
        }
    }

    private static org.assertj.core.data.Offset<Integer> byAtMost(int difference) {
        return org.assertj.core.data.Offset.offset(difference);
    }
}
