// SPDX-License-Identifier: Apache-2.0
package org.xenbay.web.socket;

import org.xenbay.api.command.CommandFailure;
import org.xenbay.web.host.Refusal;

/** Why something ended, for people. */
final class Reasons {

    private Reasons() {}

    static boolean isForPeople(Exception failed) {
        return failed instanceof Refusal || failed instanceof CommandFailure;
    }

    /** @return the message of an exception that is meant for people */
    static String of(Exception failed) {
        return isForPeople(failed) ? String.valueOf(failed.getMessage()) : "it failed; the log says why";
    }
}
