// SPDX-License-Identifier: Apache-2.0
package org.xenbay.core.machine;

import org.xenbay.api.device.DeviceHandler.Handshake;
import org.xenbay.api.device.Readiness;

/** An event of a device. */
public sealed interface Event {

    /**
     * XenStore was read.
     *
     * @param now the values
     */
    record Observed(Observation now) implements Event {}

    /**
     * The handler for a connection that is adopted has been made.
     *
     * @param readiness ready, or what it waits for
     * @param handshake how its frontend takes part
     */
    record Opened(Readiness readiness, Handshake handshake) implements Event {}

    /**
     * The handler was asked to initialise.
     *
     * @param readiness its answer
     * @param handshake how its frontend takes part
     */
    record Initialised(Readiness readiness, Handshake handshake) implements Event {}

    /** The backend's keys are visible, with state InitWait. */
    record Published() implements Event {}

    /**
     * The handler was asked to serve a connection.
     *
     * @param readiness its answer
     */
    record Linked(Readiness readiness) implements Event {}

    /**
     * The frontend's port could not be bound, because another program has bound it.
     *
     * @param competitor the program, in words
     */
    record Contested(String competitor) implements Event {}

    /**
     * This device failed.
     *
     * @param errno positive error number of Linux, for the error node
     * @param message for the error node and the operator
     */
    record Failed(int errno, String message) implements Event {}

    /**
     * A call into the backend's code has not returned and is given up: the device has lost its handler.
     *
     * @param why in words
     */
    record GivenUp(String why) implements Event {}

    /**
     * The handler's call to park has ended.
     *
     * @param handedOver whether it returned its state
     */
    record Parked(boolean handedOver) implements Event {}

    /**
     * The handler has refused its predecessor's parked state, and has taken none of it.
     *
     * @param why in words
     */
    record Refused(String why) implements Event {}

    /** The backend of this type leaves. */
    record ServiceLeft() implements Event {}

    /** A backend of this type arrives. */
    record ServiceArrived() implements Event {}

    /** The domain is not there any more. */
    record GuestGone() implements Event {}

    /** The time that was set has passed. */
    record TimedOut() implements Event {}

    /** The connection to XenStore was lost during an action; the device is observed again when it is back. */
    record StoreLost() implements Event {}

    /** The nodes kept changing during an action; they are observed again a little later. */
    record StoreBusy() implements Event {}

    /** The core stops; its next run adopts the connections. */
    record CoreStops() implements Event {}
}
