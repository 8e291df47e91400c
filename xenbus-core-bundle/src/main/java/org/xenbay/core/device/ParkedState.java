// SPDX-License-Identifier: Apache-2.0
package org.xenbay.core.device;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.xenbay.api.budget.Allowance;
import org.xenbay.api.device.Parked;

/** The state that one handler has parked for the next one of its device. On the device's mailbox only. */
final class ParkedState {

    /** Bytes of memory that a parked resource needs: its entry, and the object itself. */
    private static final int RESOURCE_BYTES = 256;

    /**
     * What is parked.
     *
     * @param parked the handler's state
     * @param since nobody serves the device from then on
     * @param parameters what the frontend had published when its connection was parked
     */
    record Held(Parked parked, Instant since, Map<String, String> parameters) {

        /** @return for how long nobody has served the device */
        Duration time() {
            return Duration.between(since, Instant.now());
        }
    }

    private final Allowance memory;
    private @Nullable Held held;

    /** @param memory the guest's allowance, used for nothing else */
    ParkedState(Allowance memory) {
        this.memory = memory;
    }

    /** @return what is parked, if something is */
    @Nullable
    Held held() {
        return held;
    }

    boolean isPresent() {
        return held != null;
    }

    /** Counts the parked state as the guest's memory. It replaces memory that counted before, so it is not refused. */
    void keep(Held next) {
        memory.give(memory.taken());
        held = next;
        Parked parked = next.parked();
        memory.carryOver(parked.state().length
                + (long) RESOURCE_BYTES * parked.resources().size());
    }

    /** What was parked has another owner now. */
    void forget() {
        memory.give(memory.taken());
        held = null;
    }

    /** Closes what was parked, as no handler takes it. */
    void close(CleanupSteps cleanup) {
        Held unclaimed = held;
        forget();
        if (unclaimed != null) {
            unclaimed
                    .parked()
                    .resources()
                    .values()
                    .forEach(resource -> cleanup.quietly("close a parked resource", resource::close));
        }
    }
}
