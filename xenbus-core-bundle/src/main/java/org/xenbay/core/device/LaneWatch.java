// SPDX-License-Identifier: Apache-2.0
package org.xenbay.core.device;

import java.time.Duration;

/**
 * Finds devices that wait for a thread because calls into their backend's code do not return. In such a lane no turn
 * begins; in a lane that is only busy, turns do. {@link #look} on one thread; the rest on any.
 */
final class LaneWatch {

    private final Duration notice;
    private Lane lane;
    private long begun;
    private long since;
    private volatile Lane stuck;

    /** @param notice a lane in which no turn begins for that long is stuck */
    LaneWatch(Duration notice) {
        this.notice = notice;
    }

    /**
     * @param now in nanoseconds
     * @param waitedFor the lane that the device waits for; null when it does not wait
     */
    void look(long now, Lane waitedFor) {
        if (waitedFor == null || waitedFor != lane || waitedFor.begun() != begun) {
            lane = waitedFor;
            begun = waitedFor == null ? 0 : waitedFor.begun();
            since = now;
            stuck = null;
        } else if (now - since >= notice.toNanos()) {
            stuck = waitedFor;
        }
    }

    /**
     * @param waitedFor the lane that the device waits for now; null when it does not wait
     * @return whether that lane is stuck
     */
    boolean isStuck(Lane waitedFor) {
        return waitedFor != null && waitedFor == stuck;
    }
}
