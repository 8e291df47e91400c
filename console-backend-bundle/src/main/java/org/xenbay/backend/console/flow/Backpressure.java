// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.console.flow;

import java.time.Duration;
import org.xenbay.api.device.DeviceContext;

/**
 * Decides whether a guest waits when the buffer of its output is full. A guest that waits stands still: Linux's driver
 * tries again and again until all is written. So consoles for people do not make it wait, unless the operator says so.
 * Channels do, as a program would take a gap for data; a program that stops to read is given up.
 */
public final class Backpressure {

    /** How long readers that have stopped to read may make a guest wait: at least that, at most twice that. */
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

    /** @param exhausted called when the guest is not to wait any more */
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

    /** A reader has taken something. */
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
