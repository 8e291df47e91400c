// SPDX-License-Identifier: Apache-2.0
package org.xenbay.core.device;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Finds devices that wait for a thread because calls into their backend's code do not return. In such a lane no turn begins; in
 * a lane that is only busy, turns begin. {@link #look} on one thread; other methods on any.
 */
final class LaneWatch {

    private final Duration notice;
    private @Nullable Sighting first;
    private volatile @Nullable Lane stuck;

    /** The first sample at which the device waited, and how many turns had begun in its lane by then. */
    private record Sighting(Lane lane, long begun, long since) {

        boolean isOf(Lane waitedFor) {
            return lane == waitedFor && begun == waitedFor.begun();
        }
    }

    /** @param notice a lane in which no turn begins for that long is stuck */
    LaneWatch(Duration notice) {
        this.notice = notice;
    }

    /**
     * @param now in nanoseconds
     * @param waitedFor the lane that the device waits for, if it waits
     */
    void look(long now, @Nullable Lane waitedFor) {
        Sighting seen = first;
        if (waitedFor == null) {
            first = null;
            stuck = null;
        } else if (seen == null || !seen.isOf(waitedFor)) {
            first = new Sighting(waitedFor, waitedFor.begun(), now);
            stuck = null;
        } else if (now - seen.since() >= notice.toNanos()) {
            stuck = waitedFor;
        }
    }

    /**
     * @param waitedFor the lane that the device waits for now, if it waits
     * @return whether that lane is stuck
     */
    boolean isStuck(@Nullable Lane waitedFor) {
        return waitedFor != null && waitedFor == stuck;
    }
}
