// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.ninepfs.server;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.xenbay.backend.ninepfs.export.Holding;

/** A request that has not been ended. Under the lock of its conversation. */
final class Pending {

    private static final int SMALL_REQUEST = 1024;

    final Request request;
    final Session session;
    /** Of the fields that are kept until it is ended. */
    final Holding holding;

    final List<Request> flushes = new ArrayList<>(0);
    boolean begun;
    boolean cancelled;
    /** Its reply may be with the client already, which may use the tag again. */
    boolean replying;

    Pending(Request request, Session session, Holding holding) {
        this.holding = holding;
        this.request = request;
        this.session = session;
    }

    /** Up to this size all requests together are little, as there are not many. */
    static long cost(Request request) {
        int fields = request.body().remaining();
        return fields > SMALL_REQUEST ? fields : 0;
    }

    /** @return whether it is carried out, and has been under way for longer */
    boolean isUnderWayFor(Duration time) {
        return begun && !replying && System.nanoTime() - request.arrived() > time.toNanos();
    }
}
