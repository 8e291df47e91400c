// SPDX-License-Identifier: Apache-2.0
package org.xenbay.devicemodel;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.xenbay.api.device.DeviceId;
import org.xenbay.devicemodel.QmpTest.ShownScreen;
import org.xenbay.embedded.EmbeddedXen;

/** A password outlasts the code of whoever shows screens. */
@Timeout(30)
class ScreenPasswordsTest {

    private static final DeviceId SCREEN = new DeviceId(1, "vfb", 0);

    @TempDir
    Path folder;

    private final EmbeddedXen xen = new EmbeddedXen();
    private final DeviceModelComponent daemon = new DeviceModelComponent(xen);
    private Requester one;

    @BeforeEach
    void ask() throws Exception {
        one = new Requester(xen.store(), 1, folder);
        one.ask(100);
        one.awaitAnswer();
        daemon.setScreens(new ShownScreen(SCREEN, "127.0.0.1", 5903));
        try (QmpClient client = QmpClient.negotiated(one.control())) {
            assertThat(client.ask("{\"execute\":\"change-vnc-password\",\"arguments\":{\"password\":\"secret\"}}"))
                    .isEqualTo("{\"return\":{}}");
        }
    }

    @AfterEach
    void close() {
        daemon.deactivate();
        xen.close();
    }

    @Test
    void whoeverShowsScreensNextIsToldBeforeItShowsOne() {
        ShownScreen next = new ShownScreen(SCREEN, "127.0.0.1", 5903);
        daemon.setScreens(next);
        assertThat(next.password).isEqualTo("secret");
    }

    @Test
    void thePasswordIsForgottenWithItsGuest() throws Exception {
        one.destroy();
        Requester.await(() -> folder.toFile().list().length == 0);
        Requester two = new Requester(xen.store(), 2, folder);
        two.ask(200);
        two.awaitAnswer();
        ShownScreen next = new ShownScreen(SCREEN, "127.0.0.1", 5903);
        daemon.setScreens(next);
        assertThat(next.password).isEmpty();
    }
}
