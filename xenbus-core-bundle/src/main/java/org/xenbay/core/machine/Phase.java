// SPDX-License-Identifier: Apache-2.0
package org.xenbay.core.machine;

/** What the core does with a device. Several phases share one {@code state} node value. */
public enum Phase {
    /** Its directory was found; nothing has been done yet. */
    DISCOVERED(false),
    /** Its handler prepares the backend's keys. Backend state Initialising, or Connected when a connection is adopted. */
    INITIALISING(false),
    /** Waits for the frontend to publish its side, or for the handler to connect. Backend state InitWait, or unchanged. */
    INIT_WAIT(false),
    /** Served. Backend state Connected. */
    CONNECTED(true),
    /** The toolstack wants the device closed; it is served while the frontend has time to finish. Backend state Closing. */
    CLOSE_REQUESTED(true),
    /** The backend's code is being replaced: the device is not served, its connection is kept. Backend state Connected. */
    PARKED(false),
    /** Not served any more; waits for the frontend to close. Backend state Closing. */
    CLOSING(false),
    /** Closed, until the frontend starts again or the toolstack removes the device. Backend state Closed. */
    CLOSED(false),
    /** Forgotten. */
    GONE(false);

    private final boolean serving;

    Phase(boolean serving) {
        this.serving = serving;
    }

    /** @return whether a handler is connected in this phase */
    public boolean isServing() {
        return serving;
    }
}
