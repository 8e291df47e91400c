// SPDX-License-Identifier: Apache-2.0
package org.xenbay.core.device;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.xenbay.api.budget.Allowance;
import org.xenbay.api.device.Parked;

/** The state that one handler has parked for the next one of its device. On the device's mailbox only. */
final class ParkedState {

    /** Bytes of memory that a parked resource needs: its entry, and the object itself. */
    private static final int RESOURCE_BYTES = 256;

    private final Allowance memory;
    private Parked state;
    private Instant since = Instant.EPOCH;
    /** What the frontend had published when its connection was parked. */
    private Map<String, String> parameters = Map.of();

    /** @param memory the guest's allowance, used for nothing else */
    ParkedState(Allowance memory) {
        this.memory = memory;
    }

    /** @return what is parked, or null */
    Parked state() {
        return state;
    }

    boolean isPresent() {
        return state != null;
    }

    Instant since() {
        return since;
    }

    /** @param when nobody serves the device from then on */
    void begin(Instant when) {
        since = when;
    }

    Duration time() {
        return Duration.between(since, Instant.now());
    }

    Map<String, String> parameters() {
        return parameters;
    }

    void setParameters(Map<String, String> published) {
        parameters = published;
    }

    /** Counts the parked state as the guest's memory. It replaces memory that counted before, so it is not refused. */
    void keep(Parked next) {
        memory.give(memory.taken());
        state = next;
        memory.carryOver(
                next.state().length + (long) RESOURCE_BYTES * next.resources().size());
    }

    /** @return what was parked, which the caller owns now; null when nothing was */
    Parked take() {
        Parked taken = state;
        memory.give(memory.taken());
        state = null;
        return taken;
    }

    /** Closes what was parked, as no handler takes it. */
    void close(CleanupSteps cleanup) {
        Parked unclaimed = take();
        if (unclaimed != null) {
            unclaimed
                    .resources()
                    .values()
                    .forEach(resource -> cleanup.quietly("close a parked resource", resource::close));
        }
    }
}
