// SPDX-License-Identifier: Apache-2.0
package org.xenbay.api.management;

/** What the core does with a device. Several phases share one value of the {@code state} node. */
public enum DevicePhase {
    /** Known by its directory only; nothing has been done. */
    DISCOVERED,
    /** Its handler is asked what it offers. */
    INITIALISING,
    /** The frontend has to publish its side, or the handler to connect. */
    INIT_WAIT,
    /** Served. */
    CONNECTED,
    /** Served still, while the frontend has time to finish: the toolstack wants it closed. */
    CLOSE_REQUESTED,
    /** The backend's code is being replaced: nobody serves, the link is kept. */
    PARKED,
    /** Not served any more; waits for the frontend to let go. */
    CLOSING,
    /** Over, until the frontend starts again or the toolstack removes the device. */
    CLOSED,
    /** Forgotten. */
    GONE
}
