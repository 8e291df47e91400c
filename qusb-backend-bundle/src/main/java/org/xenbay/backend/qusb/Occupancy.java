// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.qusb;

import java.util.concurrent.CompletableFuture;
import org.xenbay.api.usb.UsbDevice;
import org.xenbay.api.usb.UsbSession;

/**
 * The contents of a port.
 *
 * <pre>
 *           open             opened
 *  EMPTY ─────────► Opening ─────────► Plugged
 *    ▲                 │ failed           │
 *    │   retry, other  ▼                  │
 *    ├──────────── Refused                │ let go, parked
 *    └────────────────────────────────────┘
 * </pre>
 */
sealed interface Occupancy {

    /** Nothing. */
    Occupancy EMPTY = new Empty();

    /** Nothing. */
    record Empty() implements Occupancy {}

    /** A device is being taken. */
    record Opening(UsbDevice device, CompletableFuture<UsbSession> session) implements Occupancy {}

    /** A device is there. */
    record Plugged(UsbDevice device, Attachment attachment) implements Occupancy {}

    /** Empty, because this device could not be opened; it is tried again after a while. */
    record Refused(UsbDevice device) implements Occupancy {}
}
