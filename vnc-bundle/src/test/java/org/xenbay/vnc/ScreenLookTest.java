// SPDX-License-Identifier: Apache-2.0
package org.xenbay.vnc;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.xenbay.api.device.DeviceId;
import org.xenbay.api.screen.VncRequest;

@Timeout(60)
class ScreenLookTest {

    /** The screen goes while a painter has it in hand. */
    @Test
    void aScreenThatHasGoneIsNotWatchedAgain() throws Exception {
        FakeScreen screen = new FakeScreen(DeviceId.parse("5/vfb/0"), VncRequest.NONE);
        screen.resize(64, 48);
        AtomicReference<@Nullable FakeScreen> current = new AtomicReference<>(screen);
        AtomicReference<@Nullable Thread> leaving = new AtomicReference<>();
        AtomicReference<@Nullable Runnable> meanwhile = new AtomicReference<>();
        ScreenLook look = new ScreenLook(
                () -> {
                    FakeScreen now = current.get();
                    Runnable happens = meanwhile.getAndSet(null);
                    if (happens != null) {
                        happens.run();
                    }
                    return now;
                },
                "desk",
                () -> {},
                () -> {});
        look.take();
        assertThat(screen.views()).isEqualTo(1);
        meanwhile.set(() -> {
            current.set(null);
            Thread thread = new Thread(look::screenChanged);
            leaving.set(thread);
            thread.start();
            while (thread.isAlive() && thread.getState() != Thread.State.BLOCKED) {
                Thread.onSpinWait();
            }
        });
        look.take();
        leaving.get().join();
        assertThat(screen.views()).isZero();
    }
}
