// SPDX-License-Identifier: Apache-2.0
package org.xenbay.core.device;

import java.time.Duration;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.xenbay.core.machine.Action.Purpose;
import org.xenbay.core.machine.Event;

/** Bounds how long a device stays in a phase that has to end: one timer at a time. On the device's mailbox only. */
final class PhaseTimer {

    private final DeviceActor actor;
    private final CoreContext core;
    private @Nullable ScheduledFuture<?> running;

    PhaseTimer(DeviceActor actor, CoreContext core) {
        this.actor = actor;
        this.core = core;
    }

    /** @param purpose determines the time; at its end the device gets {@link Event.TimedOut} */
    void start(Purpose purpose) {
        stop();
        Duration timeout = purpose == Purpose.CLOSE ? core.closeTimeout() : core.handoverTimeout();
        running = core.timers()
                .schedule(() -> actor.post(new Event.TimedOut()), timeout.toMillis(), TimeUnit.MILLISECONDS);
    }

    void stop() {
        actor.assertExecutor();
        ScheduledFuture<?> stopped = running;
        running = null;
        if (stopped != null) {
            stopped.cancel(false);
        }
    }
}
