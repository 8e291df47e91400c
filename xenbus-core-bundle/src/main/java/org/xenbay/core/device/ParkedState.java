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
     * A parked state and its connection.
     *
     * @param parked the handler's state
     * @param since when the device was parked
     * @param parameters the frontend's parameters when its connection was parked
     */
    record Held(Parked parked, Instant since, Map<String, String> parameters) {

        /** @return how long the device has not been served */
        Duration time() {
            return Duration.between(since, Instant.now());
        }
    }

    private final Allowance memory;
    private @Nullable Held held;

    /** @param memory the guest's allowance for parked states only */
    ParkedState(Allowance memory) {
        this.memory = memory;
    }

    /** @return the parked state, if there is one */
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

    /** Forgets the parked state, which has another owner now. */
    void forget() {
        memory.give(memory.taken());
        held = null;
    }

    /** Closes the parked state, because no handler takes it. */
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
