// SPDX-License-Identifier: Apache-2.0
package org.xenbay.core.machine;

import org.xenbay.api.device.XenbusState;

/**
 * A device's values in XenStore at one moment.
 *
 * @param backendExists whether the backend's directory exists
 * @param backend the backend's state node
 * @param online whether the toolstack wants the device
 * @param frontendValid whether the backend's {@code frontend} node names a directory of that domain
 * @param frontend the frontend's state node
 * @param parametersChanged whether the frontend offers other rings than those in use
 * @param competitor the other program that serves the device, in words; empty when there is none
 */
public record Observation(
        boolean backendExists,
        XenbusState backend,
        boolean online,
        boolean frontendValid,
        XenbusState frontend,
        boolean parametersChanged,
        String competitor) {

    /** Nothing is known. */
    public static final Observation NONE =
            new Observation(false, XenbusState.UNKNOWN, false, false, XenbusState.UNKNOWN, false, "");

    /**
     * @param state the backend's state node as just written
     * @return this observation with that state
     */
    public Observation withBackend(XenbusState state) {
        return new Observation(backendExists, state, online, frontendValid, frontend, parametersChanged, competitor);
    }
}
