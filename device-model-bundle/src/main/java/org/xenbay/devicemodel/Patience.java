// SPDX-License-Identifier: Apache-2.0
package org.xenbay.devicemodel;

import java.time.Duration;

/**
 * How long a guest's screen is waited for, which the toolstack wants and the host may not show yet: the daemon, the backend or the
 * bundle that shows screens may be starting.
 *
 * @param start most time from a request until libxl is told that the device model runs
 * @param answer most time until a QMP command that concerns the screen is answered
 */
record Patience(Duration start, Duration answer) {

    /**
     * libxl waits 60 s for the device model (libxl_internal.h, LIBXL_DEVICE_MODEL_START_TIMEOUT), of which its helper may need 15 s
     * until the daemon sees the request; and 10 s for the answer to a command.
     */
    static final Patience USUAL = new Patience(Duration.ofSeconds(40), Duration.ofSeconds(8));
}
