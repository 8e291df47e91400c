// SPDX-License-Identifier: Apache-2.0
package org.xenbay.core.device;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.function.Consumer;
import org.xenbay.api.device.DeviceId;

/**
 * A call that was given up and has not returned, with what is left of its handler. The call may be using all of that, so it is
 * kept until the call returns. What the call returns is dropped.
 *
 * @param id of the device
 * @param code whose call it is
 * @param what which call
 * @param since when it was given up, by {@link System#nanoTime}
 * @param rest ends the handler and what it has
 * @param gone told when all has ended
 */
record LostCall(DeviceId id, BackendCode code, String what, long since, Runnable rest, Consumer<LostCall> gone) {

    /** In place of a call. */
    static final String WAITING = "waiting for a thread";

    private static final Logger LOG = System.getLogger(LostCall.class.getName());

    /** @return what is waited for, for people */
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
