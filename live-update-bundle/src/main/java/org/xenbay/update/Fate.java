// SPDX-License-Identifier: Apache-2.0
package org.xenbay.update;

import org.xenbay.api.device.DeviceId;

/**
 * What became of a device whose code was replaced.
 *
 * @param id which
 * @param kind what became of it
 * @param why in words, where it is not served; empty otherwise
 */
record Fate(DeviceId id, Kind kind, String why) {

    /** What became of a device. */
    enum Kind {
        /** The new code serves it. */
        SERVED,
        /** The new code does not take it over, and has looked at nothing that the guest can change. */
        REFUSED,
        /** It is not served, and its guest may be the cause. */
        LOST,
        /** Nothing is decided yet. */
        PENDING,
        /** Its frontend has closed it, or the toolstack has removed it: it says nothing of the code. */
        GONE
    }

    boolean is(Kind other) {
        return kind == other;
    }

    /** Each guest has one voice, however many devices it has. */
    int guest() {
        return id.domain();
    }
}
