// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.ninepfs.server;

import java.io.IOException;
import org.xenbay.backend.ninepfs.export.Budgets;

/** Takes over a predecessor's session. Its descriptors and memory are in use already, so they count and are not refused. */
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
