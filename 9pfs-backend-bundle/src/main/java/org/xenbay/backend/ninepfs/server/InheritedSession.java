// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.ninepfs.server;

import java.io.IOException;
import org.xenbay.backend.ninepfs.export.Budgets;

/** A predecessor's session: what it holds is there already, so it counts, and is not refused. */
final class InheritedSession {

    /** Gives the session. */
    @FunctionalInterface
    interface Predecessor {
        Session session() throws IOException;
    }

    private InheritedSession() {}

    static Session session(Budgets budgets, Predecessor predecessor) throws IOException {
        Session goesOn = null;
        budgets.carryOver();
        try {
            goesOn = predecessor.session();
            return goesOn;
        } finally {
            budgets.carriedOver();
            if (goesOn == null) {
                budgets.handOver();
            }
        }
    }
}
