// SPDX-License-Identifier: Apache-2.0
package org.xenbay.core.device;

import org.xenbay.core.machine.Event;

/**
 * What follows for a device from an exception: of one of its actions, of its handler's code, or of the reading of its nodes. A
 * defect is logged with its stack. On the device's mailbox only.
 */
final class Consequences {

    private final ActorLog log;

    Consequences(ActorLog log) {
        this.log = log;
    }

    /** @return what a failure of an action causes */
    Event ofAction(Throwable thrown) {
        return Failure.isConflict(thrown) ? new Event.StoreBusy() : ofHandler(thrown);
    }

    /** @return what an exception of the handler's code causes */
    Event ofHandler(Throwable thrown) {
        if (Failure.isStoreLost(thrown)) {
            return new Event.StoreLost();
        }
        Failure failure = Failure.of(thrown);
        if (failure.isUnexpected()) {
            log.unexpected(thrown);
        }
        return new Event.Failed(failure.errno(), failure.message());
    }
}
