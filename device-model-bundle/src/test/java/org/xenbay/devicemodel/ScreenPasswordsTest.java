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

/** Whoever shows screens has the passwords, and is told which guests have gone. */
@Timeout(30)
class ScreenPasswordsTest {

    @TempDir
    Path folder;

    private final EmbeddedXen xen = new EmbeddedXen();
    private final DeviceModelComponent daemon = new DeviceModelComponent(xen);
    private final ShownScreen shown = new ShownScreen(new DeviceId(1, "vfb", 0), "127.0.0.1", 5903);
    private Requester one;

    @BeforeEach
    void ask() throws Exception {
        one = new Requester(xen.store(), 1, folder);
        one.ask(100);
        one.awaitAnswer();
        daemon.setScreens(shown);
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
    void thePasswordIsForgottenWithItsGuest() {
        one.destroy();
        Requester.await(() -> shown.password.isEmpty());
    }

    @Test
    void thePasswordStaysWhenOnlyTheGuestsHelperHasEnded() {
        one.takeBack();
        Requester.await(() -> folder.toFile().list().length == 0);
        Requester two = new Requester(xen.store(), 2, folder);
        two.ask(200);
        two.awaitAnswer();
        assertThat(shown.password).isEqualTo("secret");
    }

    /** Whoever shows screens may have read passwords of an earlier time. */
    @Test
    void thePasswordOfAGuestThatEndedBeforeIsForgotten() {
        ShownScreen next = new ShownScreen(new DeviceId(7, "vfb", 0), "127.0.0.1", 5903);
        next.password = "old";
        daemon.setScreens(next);
        Requester.await(() -> next.password.isEmpty());
    }
}
