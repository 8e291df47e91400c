// SPDX-License-Identifier: Apache-2.0
package org.xenbay.update;

import org.xenbay.api.device.DeviceId;

/**
 * The outcome of an update for one device.
 *
 * @param id the device
 * @param kind kind of outcome
 * @param why why it is not served; empty when it is
 */
record DeviceOutcome(DeviceId id, Kind kind, String why) {

    /** Kinds of outcomes. */
    enum Kind {
        /** The new code serves it. */
        SERVED,
        /** The new code does not take it over, and has read nothing that the guest can change. */
        REFUSED,
        /** It is not served, and its guest may be the cause. */
        LOST,
        /** Nothing is decided yet. */
        PENDING,
        /** Its frontend has closed it, or the toolstack has removed it: it does not count. */
        GONE
    }

    boolean is(Kind other) {
        return kind == other;
    }

    /** Counts guests: each guest counts once, however many devices it has. */
    int guest() {
        return id.domain();
    }
}
