// SPDX-License-Identifier: Apache-2.0
package org.xenbay.update;

import org.xenbay.api.device.DeviceId;

/**
 * The outcome of an update for one device.
 *
 * @param id the device
 * @param kind kind of outcome
 * @param why why it is not served; empty when it is served
 */
record DeviceOutcome(DeviceId id, Kind kind, String why) {

    /** Kinds of outcomes. */
    enum Kind {
        /** The new code serves it. */
        SERVED,
        /** The new code does not take it over, and has not read anything that the guest can change. */
        REFUSED,
        /** It is not served, and its guest may be the cause. */
        LOST,
        /** Nothing is decided yet. */
        PENDING,
        /** Its frontend has closed it, or the toolstack has removed it. It does not count. */
        GONE
    }

    boolean is(Kind other) {
        return kind == other;
    }

    /** The guest that is counted: each guest counts once, even with several devices. */
    int guest() {
        return id.domain();
    }
}
