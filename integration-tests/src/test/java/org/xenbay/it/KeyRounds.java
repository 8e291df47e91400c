// SPDX-License-Identifier: Apache-2.0
package org.xenbay.it;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.xenbay.api.device.DeviceId;
import org.xenbay.api.input.InputControl;
import org.xenbay.api.input.InputEvent.Key;
import org.xenbay.frontend.VkbdEvent;
import org.xenbay.frontend.VkbdFrontend;

/** Presses a key of a guest in each round, and checks that the guest gets each key once and in order. */
final class KeyRounds implements Verifier.Round {

    private static final int FIRST = 2;
    private static final int KEYS = 50;

    private final PlatformFixture platform;
    private final DeviceId id;
    private final VkbdFrontend keyboard;

    KeyRounds(PlatformFixture platform, DeviceId id, VkbdFrontend keyboard) {
        this.platform = platform;
        this.id = id;
        this.keyboard = keyboard;
    }

    @Override
    public void run(long number) throws Exception {
        int code = FIRST + (int) (number % KEYS);
        long end = System.nanoTime() + PlatformFixture.TIMEOUT.toNanos();
        while (!play(code)) {
            if (System.nanoTime() > end) {
                throw new AssertionError("no backend takes keys for " + id);
            }
            LockSupport.parkNanos(1_000_000);
        }
        List<VkbdEvent> expected = List.of(VkbdEvent.key(code, true), VkbdEvent.key(code, false));
        if (!keyboard.ring().await(events -> events.size() >= 2, PlatformFixture.TIMEOUT)) {
            throw new AssertionError("the guest was not told of " + expected);
        }
        List<VkbdEvent> told = keyboard.ring().events();
        if (!told.equals(expected)) {
            throw new AssertionError("the guest was told of " + told + " in place of " + expected);
        }
    }

    /** @return false when it was not played, as the backend's code is being replaced */
    private boolean play(int code) throws Exception {
        List<InputControl.Step> step =
                List.of(new InputControl.Step(List.of(new Key(code, true), new Key(code, false)), Duration.ZERO));
        try {
            platform.service(InputControl.class)
                    .play(id, step)
                    .get(PlatformFixture.TIMEOUT.toSeconds(), TimeUnit.SECONDS);
            return true;
        } catch (ExecutionException left) {
            // The message says how many steps the guest got, or will get by the next code.
            if (left.getMessage().contains("after 1 of 1 steps")) {
                return true;
            } else if (left.getMessage().contains("after 0 of 1 steps")) {
                return false;
            }
            throw left;
        } catch (IllegalArgumentException | IllegalStateException notServedNow) {
            return false;
        }
    }
}
