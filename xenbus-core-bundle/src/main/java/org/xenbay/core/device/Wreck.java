package org.xenbay.core.device;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.function.Consumer;
import org.xenbay.api.device.DeviceId;

/**
 * What is left of a handler whose call was given up. The call may still use what it has, so all of that is kept until it returns;
 * what it returns is dropped.
 *
 * @param id of the device
 * @param code whose call it is
 * @param what which call
 * @param since when it was given up, by {@link System#nanoTime}
 * @param rest ends the handler and what it has
 * @param gone told when all has ended
 */
record Wreck(DeviceId id, BackendCode code, String what, long since, Runnable rest, Consumer<Wreck> gone) {

    /** In place of a call. */
    static final String WAITING = "waiting for a thread";

    private static final Logger LOG = System.getLogger(Wreck.class.getName());

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
