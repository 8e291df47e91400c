// SPDX-License-Identifier: Apache-2.0
package org.xenbay.vnc;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.xenbay.api.device.DeviceId;
import org.xenbay.api.screen.Area;
import org.xenbay.api.screen.VncRequest;

/** Fences, and updates without requests. */
@Timeout(60)
class ContinuousUpdatesTest {

    private static final int FENCE = -312;
    private static final int CONTINUOUS_UPDATES = -313;
    private static final int END = 150;
    private static final int REQUEST = 1 << 31;

    @TempDir
    Path folder;

    private final FakeScreen screen = new FakeScreen(DeviceId.parse("5/vfb/0"), VncRequest.NONE);
    private TestServers servers;

    @BeforeEach
    void start() {
        servers = new TestServers(folder);
        screen.resize(64, 48);
        servers.add(screen);
    }

    @AfterEach
    void stop() {
        servers.close();
    }

    private RfbClient viewer() throws Exception {
        return RfbClient.greeted(servers.socket(screen));
    }

    private static void enable(RfbClient viewer, boolean on) throws Exception {
        viewer.out.write(new byte[] {(byte) END, (byte) (on ? 1 : 0), 0, 0, 0, 0, 0, 64, 0, 48});
    }

    @Test
    void aFenceIsAnsweredInItsPlaceWithoutWhatIsNotKnown() throws Exception {
        try (RfbClient viewer = viewer()) {
            viewer.encodings(FENCE);
            assertThat(viewer.takeFence()).as("the offer").isEqualTo("80000001");
            viewer.fence(0, "an answer to nothing");
            viewer.fence(REQUEST | 0xFF, "x".repeat(64));
            assertThat(viewer.takeFence()).isEqualTo("7" + "x".repeat(64));
            viewer.encodings(FENCE);
            viewer.fence(REQUEST, "");
            assertThat(viewer.takeFence()).as("offered once").isEqualTo("0");
        }
    }

    @Test
    void aFenceThatIsTooLongEndsTheConnection() throws Exception {
        try (RfbClient viewer = viewer()) {
            viewer.out.write(new byte[] {(byte) 248, 0, 0, 0, (byte) 128, 0, 0, 0, 65});
            assertThat(viewer.in.read()).isEqualTo(-1);
        }
    }

    @Test
    void manyFencesOfAViewerThatDoesNotReadAreAllAnswered() throws Exception {
        try (RfbClient viewer = viewer()) {
            for (int i = 0; i < 300; i++) {
                viewer.fence(REQUEST, String.valueOf(i));
            }
            for (int i = 0; i < 300; i++) {
                assertThat(viewer.takeFence()).isEqualTo("0" + i);
            }
        }
    }

    @Test
    void updatesComeWithoutRequestsUntilTheViewerWantsThemNotAnyMore() throws Exception {
        try (RfbClient viewer = viewer()) {
            viewer.encodings(0, CONTINUOUS_UPDATES);
            assertThat(viewer.in.readUnsignedByte()).as("the offer").isEqualTo(END);
            enable(viewer, true);
            viewer.update();
            for (int i = 1; i < 10; i++) {
                screen.fill(new Area(0, 0, 10, 10), i);
                viewer.update();
                assertThat(viewer.shows(screen)).isTrue();
            }
            enable(viewer, false);
            assertThat(viewer.in.readUnsignedByte()).isEqualTo(END);
            screen.fill(new Area(0, 0, 10, 10), 99);
            viewer.fence(REQUEST, "still");
            assertThat(viewer.takeFence()).isEqualTo("0still");
            viewer.request(true).update();
            assertThat(viewer.shows(screen)).isTrue();
        }
    }

    @Test
    void aViewerThatDoesNotAnswerGetsNoMoreUpdates() throws Exception {
        try (RfbClient viewer = viewer()) {
            viewer.encodings(0, FENCE, CONTINUOUS_UPDATES);
            viewer.takeFence();
            assertThat(viewer.in.readUnsignedByte()).isEqualTo(END);
            enable(viewer, true);
            viewer.update();
            assertThat(viewer.takeFence()).isEqualTo("80000001u");
            screen.fill(new Area(0, 0, 10, 10), 1);
            viewer.update();
            assertThat(viewer.takeFence()).isEqualTo("80000001u");
            screen.fill(new Area(0, 0, 10, 10), 2);
            viewer.fence(REQUEST, "none");
            assertThat(viewer.takeFence()).isEqualTo("0none");
            viewer.fence(0, "u");
            viewer.update();
            assertThat(viewer.shows(screen)).isTrue();
        }
    }
}
