// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.console.flow;

import java.time.Duration;
import org.xenbay.api.device.DeviceContext;

/**
 * Decides whether a guest waits when the buffer of its output is full. A waiting guest is blocked: Linux's driver retries until
 * all is written. Consoles for people therefore do not make it wait, unless the operator configures that. Channels do, because
 * a program would mistake a gap for data. A program that stops reading is given up.
 */
public final class Backpressure {

    /** How long readers that have stopped reading may make a guest wait: between this time and twice this time. */
    static final Duration PERIOD = Duration.ofSeconds(1);

    /** What happens when the buffer is full. */
    public enum Policy {
        /** The oldest output goes. */
        NONE,
        /** The guest waits while its readers make progress. */
        WHILE_READERS_GET_ON,
        /** The guest waits. */
        ENDLESS
    }

    private final DeviceContext device;
    private final DeviceContext.Task exhausted;
    private Policy policy;
    private boolean progress;
    private boolean watching;

    /** @param exhausted called when the guest shall not wait any longer */
    Backpressure(DeviceContext device, Policy policy, DeviceContext.Task exhausted) {
        this.device = device;
        this.policy = policy;
        this.exhausted = exhausted;
    }

    void setPolicy(Policy now) {
        policy = now;
    }

    /** @return whether the guest is to wait, if there is no room now */
    boolean blocksGuest() {
        return policy == Policy.ENDLESS || policy == Policy.WHILE_READERS_GET_ON && (progress || watching);
    }

    /** @return whether the guest waits, if there is no room now */
    void progressed() {
        progress = true;
    }

    /** The guest is made to wait. */
    void guestBlocked() {
        if (policy == Policy.WHILE_READERS_GET_ON && !watching) {
            watching = true;
            progress = false;
            device.schedule(PERIOD, this::look);
        }
    }

    private void look() throws Exception {
        if (progress) {
            progress = false;
            device.schedule(PERIOD, this::look);
        } else {
            watching = false;
            exhausted.run();
        }
    }
}
