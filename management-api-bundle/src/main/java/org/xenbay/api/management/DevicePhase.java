// SPDX-License-Identifier: Apache-2.0
package org.xenbay.api.management;

/** What the core does with a device. Several phases share one value of the {@code state} node. */
public enum DevicePhase {
    /** Only its directory is known; the core has done nothing yet. */
    DISCOVERED,
    /** Its handler prepares the keys that the backend publishes. */
    INITIALISING,
    /** Waits for the frontend to publish its side, or for the handler to connect. */
    INIT_WAIT,
    /** Served. */
    CONNECTED,
    /** The toolstack wants it closed. It is still served, while the frontend has time to finish. */
    CLOSE_REQUESTED,
    /** The backend's code is being replaced: no handler serves the device, and its connection is kept. */
    PARKED,
    /** Not served any more; waits for the frontend to close. */
    CLOSING,
    /** Closed, until the frontend starts again or the toolstack removes the device. */
    CLOSED,
    /** Forgotten. */
    GONE
}
