// SPDX-License-Identifier: Apache-2.0
package org.xenbay.core.device;

import org.xenbay.core.machine.Event;

/**
 * Translates exceptions into events of the state machine: exceptions of a device's actions, of its handler's code, and of the
 * reading of its nodes. Logs a defect with its stack. On the device's mailbox only.
 */
final class ExceptionTranslator {

    private final ActorLog log;

    ExceptionTranslator(ActorLog log) {
        this.log = log;
    }

    /** @return the event of a failed action */
    Event ofAction(Throwable thrown) {
        return Failure.isConflict(thrown) ? new Event.StoreBusy() : ofHandler(thrown);
    }

    /** @return the event of an exception of the handler's code */
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
