// SPDX-License-Identifier: Apache-2.0
package org.xenbay.core.device;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import org.xenbay.api.device.DeviceId;

/** Runs the steps that end a connection; a step that fails is logged, and the next ones still run. */
final class CleanupSteps {

    private static final Logger LOG = System.getLogger(CleanupSteps.class.getName());

    private final DeviceId id;

    /** @param id the device whose connections end */
    CleanupSteps(DeviceId id) {
        this.id = id;
    }

    /** One step. */
    interface Ending {
        void run() throws Exception;
    }

    /** @param what the step, for the log if it fails */
    void quietly(String what, Ending ending) {
        try {
            ending.run();
        } catch (GivenUp lost) {
            throw lost;
        } catch (Throwable thrown) {
            failed(what, thrown);
        }
    }

    void failed(String what, Throwable thrown) {
        LOG.log(Level.WARNING, id + ": failed to " + what, thrown);
    }
}
