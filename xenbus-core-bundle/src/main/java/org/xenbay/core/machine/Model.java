// SPDX-License-Identifier: Apache-2.0
package org.xenbay.core.machine;

import org.xenbay.api.device.DeviceHandler.Handshake;
import org.xenbay.api.device.XenbusState;

/**
 * A device as the state machine knows it.
 *
 * @param phase what the core does with it
 * @param seen what XenStore said last
 * @param written the state node's value as this side last wrote or adopted it; another value comes from another program
 * @param handshake how the frontend takes part
 * @param served whether a backend of this type is present
 * @param announced whether the handler's {@code connected} was called
 * @param origin where the next connection comes from
 * @param frontendSeen whether the frontend had a state at some time, so that a missing one means it is gone
 * @param mayRestart whether the frontend has left Initialising since the device was closed: a frontend that stays in
 *     Initialising has not started again
 * @param refusal why the last handler did not take over the parked state; empty when none has refused
 * @param waiting what it waits for, or why it does not continue
 */
public record Model(
        Phase phase,
        Observation seen,
        XenbusState written,
        Handshake handshake,
        boolean served,
        boolean announced,
        LinkOrigin origin,
        boolean frontendSeen,
        boolean mayRestart,
        String refusal,
        Wait waiting) {

    /** A device before the first event. */
    public static final Model NEW = new Model(
            Phase.DISCOVERED,
            Observation.NONE,
            XenbusState.UNKNOWN,
            Handshake.STATES,
            true,
            false,
            LinkOrigin.FRESH,
            false,
            false,
            "",
            Wait.saying("not looked at yet"));
}
