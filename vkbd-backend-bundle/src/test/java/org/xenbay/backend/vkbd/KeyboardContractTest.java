// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.vkbd;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import org.xenbay.api.device.DeviceId;
import org.xenbay.api.device.XenDevOps;
import org.xenbay.api.guest.Guest;
import org.xenbay.api.input.InputEvent.Key;
import org.xenbay.api.input.InputSource;
import org.xenbay.frontend.FrontendListener;
import org.xenbay.frontend.FrontendThreads;
import org.xenbay.frontend.VkbdEvent;
import org.xenbay.frontend.VkbdFrontend;
import org.xenbay.testkit.BackendContract;
import org.xenbay.testkit.Exempt;
import org.xenbay.testkit.GuestClient;
import org.xenbay.testkit.Rule;

/** The contract of every device: a key that is typed reaches the guest. */
@Exempt(
        rule = Rule.OUTLASTS_A_KILL,
        because = "SimulationTest kills it at each step, together with the reader of its keyboard")
class KeyboardContractTest extends BackendContract {

    private static final Duration LOOK = Duration.ofMillis(200);
    private static final int LOOKS = 100;
    /** Codes of usual keys, which all keyboards have. */
    private static final int CODES = 100;

    private final TestSource keyboard = new TestSource("keys", "seat0");

    @Override
    protected XenDevOps newVersion() {
        VkbdBackend backend = new VkbdBackend(VkbdSettings.PLAIN.withRules("* -> guest"));
        backend.addSource(keyboard);
        return backend;
    }

    @Override
    protected void stop(XenDevOps version) {
        ((VkbdBackend) version).deactivate();
    }

    @Override
    protected DeviceId device(int domain) {
        return new DeviceId(domain, "vkbd", 0);
    }

    @Override
    protected GuestClient client(Guest domain, FrontendThreads frontends, FrontendListener listener) {
        VkbdFrontend driver = new VkbdFrontend(domain, 0, VkbdFrontend.Variant.LINUX, frontends, listener);
        return GuestClient.of(driver::start, driver::unload, driver::reload, driver::close, new Typist(driver)::type);
    }

    /** Types for a guest. */
    private final class Typist {
        private final VkbdFrontend driver;
        private int code = 1;

        Typist(VkbdFrontend driver) {
            this.driver = driver;
        }

        /** Keys are lost while the guest does not read its keyboard, so the test types again. */
        private void type() throws InterruptedException {
            code = code % CODES + 1;
            boolean seen = false;
            for (int i = 0; i < LOOKS && !seen; i++) {
                send(true);
                send(false);
                seen = driver.ring().await(this::showKey, LOOK);
            }
            assertThat(seen).as("key %d is seen: %s", code, keyboard.notes).isTrue();
            assertThat(driver.ring().await(events -> driver.ring().down().isEmpty(), LOOK.multipliedBy(LOOKS)))
                    .as("no key stays down")
                    .isTrue();
        }

        private void send(boolean pressed) {
            InputSource.Sink sink = keyboard.sink;
            if (sink != null) {
                try {
                    sink.frame(List.of(new Key(code, pressed)));
                } catch (RejectedExecutionException closed) {
                    assertThat(keyboard.notes).contains("close");
                }
            }
        }

        private boolean showKey(List<VkbdEvent> events) {
            return events.stream()
                    .anyMatch(event -> event.kind() == VkbdEvent.Kind.KEY && event.a() == code && event.b() == 1);
        }
    }
}
