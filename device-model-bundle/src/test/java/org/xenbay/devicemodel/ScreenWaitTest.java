// SPDX-License-Identifier: Apache-2.0
package org.xenbay.devicemodel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.xenbay.api.device.DeviceId;
import org.xenbay.api.store.StorePath;
import org.xenbay.devicemodel.QmpTest.ShownScreen;
import org.xenbay.embedded.EmbeddedXen;

/** libxl asks for a screen that the host does not show yet: the daemon, the backend or the bundle that shows screens is starting. */
@Timeout(30)
class ScreenWaitTest {

    private static final Duration LONG = Duration.ofDays(1);
    private static final Duration SHORT = Duration.ofMillis(50);
    private static final String QUERY = "{\"execute\":\"query-vnc\"}";
    private static final String PASSWORD =
            "{\"execute\":\"change-vnc-password\",\"arguments\":{\"password\":\"secret\"}}";

    @TempDir
    Path folder;

    private final ShownScreen shown = new ShownScreen(new DeviceId(1, "vfb", 0), "127.0.0.1", 5903);
    private final EmbeddedXen xen = new EmbeddedXen();
    private DeviceModelComponent daemon;
    private Requester one;

    @BeforeEach
    void wantAScreen() {
        xen.store().write(StorePath.of("/local/domain/0/backend/vfb/1/0/vnc"), "1");
        one = new Requester(xen.store(), 1, folder);
    }

    @AfterEach
    void close() {
        daemon.deactivate();
        xen.close();
    }

    private void start(Duration start, Duration answer) {
        daemon = new DeviceModelComponent(xen, new Patience(start, answer));
        one.ask(100);
        one.awaitAnswer();
    }

    private void assertTold() {
        Requester.await(() -> one.state().isPresent());
        assertThat(one.state()).contains("running");
    }

    /** The helper waits for a daemon, a shorter time than libxl waits for the device model. */
    @Test
    void theHelperIsAnsweredAtOnceAndLibxlToldToGoOnWhenTheScreenIsShown() {
        start(LONG, LONG);
        Requester other = new Requester(xen.store(), 2, folder);
        other.ask(200);
        Requester.await(() -> other.state().isPresent());
        assertThat(one.state()).as("libxl waits").isEmpty();
        daemon.setScreens(shown);
        assertTold();
    }

    @Test
    void libxlIsToldToGoOnWhenTheScreenDoesNotAppearInTime() {
        start(SHORT, SHORT);
        assertTold();
    }

    @Test
    void theNextDaemonTellsLibxlToGoOn() {
        start(LONG, LONG);
        daemon.deactivate();
        daemon = new DeviceModelComponent(xen, new Patience(LONG, LONG));
        daemon.setScreens(shown);
        assertTold();
    }

    @Test
    void aQuestionWaitsForTheScreenWhileOthersAreAnswered() throws IOException {
        start(Duration.ZERO, LONG);
        try (QmpClient libxl = QmpClient.negotiated(one.control());
                QmpClient other = QmpClient.negotiated(one.statistics())) {
            libxl.write(QUERY + "\n" + PASSWORD + "\n{\"execute\":\"query-status\"}\n");
            assertThat(other.ask("{\"execute\":\"query-status\"}")).contains("running");
            daemon.setScreens(shown);
            assertThat(libxl.read()).contains("\"enabled\":true", "\"service\":\"5903\"");
            assertThat(libxl.read()).isEqualTo("{\"return\":{}}");
            assertThat(libxl.read()).as("in their order").contains("\"status\":\"running\"");
        }
        assertThat(shown.password).isEqualTo("secret");
    }

    @Test
    void theAnswerSaysThatNothingShowsScreens() throws IOException {
        start(Duration.ZERO, SHORT);
        try (QmpClient libxl = QmpClient.negotiated(one.control())) {
            assertThat(libxl.ask(QUERY)).contains("GenericError", "nothing shows screens by VNC", "vnc-bundle");
            assertThat(libxl.ask(PASSWORD)).contains("GenericError", "nothing shows screens by VNC", "vnc-bundle");
        }
    }

    @Test
    void theAnswerSaysThatTheScreenIsNotShown() throws IOException {
        start(Duration.ZERO, SHORT);
        daemon.setScreens(new ShownScreen(new DeviceId(7, "vfb", 0), "127.0.0.1", 5903));
        try (QmpClient libxl = QmpClient.negotiated(one.control())) {
            assertThat(libxl.ask(QUERY)).contains("GenericError", "1/vfb/0 is not shown yet", "xenbay explain 1/vfb/0");
            assertThat(libxl.ask("{\"execute\":\"query-status\"}"))
                    .as("later commands are answered")
                    .contains("running");
        }
    }

    @Test
    void theEndOfAGuestEndsTheWait() throws IOException {
        start(Duration.ZERO, LONG);
        try (QmpClient libxl = QmpClient.negotiated(one.control())) {
            libxl.write(QUERY + "\n");
            one.destroy();
            assertThat(libxl.read()).as("the end").isNull();
        }
        Requester.await(() -> folder.toFile().list().length == 0);
    }
}
