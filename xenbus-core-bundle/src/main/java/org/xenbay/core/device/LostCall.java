// SPDX-License-Identifier: Apache-2.0
package org.xenbay.core.device;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.function.Consumer;
import org.xenbay.api.device.DeviceId;

/**
 * A call that was given up and has not returned, with its handler. The call may be using the handler's resources, so these are
 * kept until the call returns. The call's result is dropped.
 *
 * @param id of the device
 * @param code the code that was called
 * @param what the call, in words
 * @param since when it was given up, by {@link System#nanoTime}
 * @param rest ends the handler and releases its resources
 * @param gone called after that
 */
record LostCall(DeviceId id, BackendCode code, String what, long since, Runnable rest, Consumer<LostCall> gone) {

    /** Stands in place of a call's name. */
    static final String WAITING = "waiting for a thread";

    private static final Logger LOG = System.getLogger(LostCall.class.getName());

    /** @return the call as operators see it */
    String awaited() {
        return what + " of " + code.name() + ", which was given up, to return; or for other code";
    }

    /** The call has returned; on its thread. */
    void end() {
        if (!what.equals(WAITING)) {
            LOG.log(
                    Level.INFO,
                    id + ": " + code.name() + " has returned from " + what + ", "
                            + (System.nanoTime() - since) / 1_000_000_000
                            + " s after it was given up; what it did is dropped");
        }
        try {
            rest.run();
        } finally {
            gone.accept(this);
        }
    }
}
