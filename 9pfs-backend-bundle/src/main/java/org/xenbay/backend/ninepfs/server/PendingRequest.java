// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.ninepfs.server;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.xenbay.backend.ninepfs.export.Holding;
import org.xenbay.backend.ninepfs.wire.MessageWriter;

/** A request from its acceptance to its end: a task of the lane. The lock of its conversation guards its state. */
final class PendingRequest implements Workers.Task {

    private static final int SMALL_REQUEST = 1024;

    private final Conversation conversation;
    private final Request request;
    private final Session session;
    /** The memory of the fields that are kept until it has ended. */
    private final Holding holding;

    private final List<Request> flushes = new ArrayList<>(0);
    private boolean begun;
    private boolean cancelled;
    /** Whether the client may have its reply already, and may use the tag again. */
    private boolean replying;

    PendingRequest(Conversation conversation, Request request, Session session, Holding holding) {
        this.conversation = conversation;
        this.holding = holding;
        this.request = request;
        this.session = session;
    }

    /** Small requests cost nothing: their number is limited, so together they are small. */
    static long cost(Request request) {
        int fields = request.body().remaining();
        return fields > SMALL_REQUEST ? fields : 0;
    }

    int tag() {
        return request.tag();
    }

    @Override
    public void run(MessageWriter scratch) {
        if (conversation.begin(this)) {
            Call call = new Call(request, scratch, () -> conversation.replying(this));
            int errno = session.dispatcher().handle(call);
            conversation.statistics().done(request, call.moved(), errno);
        } else {
            request.drop();
        }
        List<Request> answered = conversation.ended(this);
        holding.close();
        answered.forEach(flush -> conversation.flushed(flush, scratch));
    }

    /** @return whether to carry it out: false if it was cancelled before */
    boolean begin() {
        begun = true;
        return !cancelled;
    }

    /** Prevents it from being carried out, if {@link #begin} comes later. */
    void cancel() {
        cancelled = true;
    }

    /** @param flush a flush, which is answered after this request. If this request has not begun, it is dropped */
    void flush(Request flush) {
        cancelled |= !begun;
        flushes.add(flush);
    }

    /** @return flushes that wait for the end of this request */
    List<Request> flushes() {
        return flushes;
    }

    void replying() {
        replying = true;
    }

    boolean isReplying() {
        return replying;
    }

    /** @return whether it is carried out, and has been under way for longer */
    boolean isUnderWayFor(Duration time) {
        return begun && !replying && System.nanoTime() - request.arrived() > time.toNanos();
    }
}
