// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.ninepfs.server;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.xenbay.backend.ninepfs.export.Holding;
import org.xenbay.backend.ninepfs.wire.MessageWriter;

/** A request from when it is accepted until it has ended: a task of the lane. Its state is under the lock of its conversation. */
final class PendingRequest implements Workers.Task {

    private static final int SMALL_REQUEST = 1024;

    private final Conversation conversation;
    private final Request request;
    private final Session session;
    /** Of the fields that are kept until it has ended. */
    private final Holding holding;

    private final List<Request> flushes = new ArrayList<>(0);
    private boolean begun;
    private boolean cancelled;
    /** Its reply may be with the client already, which may use the tag again. */
    private boolean replying;

    PendingRequest(Conversation conversation, Request request, Session session, Holding holding) {
        this.conversation = conversation;
        this.holding = holding;
        this.request = request;
        this.session = session;
    }

    /** Small requests cost nothing: there are so few of them that all together are small. */
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

    /** @return whether it is to be carried out: it was not cancelled before */
    boolean begin() {
        begun = true;
        return !cancelled;
    }

    /** It is not carried out, whether it has begun or not, if {@link #begin} comes later. */
    void cancel() {
        cancelled = true;
    }

    /** @param flush is answered after this request, which is not carried out if it has not begun */
    void flush(Request flush) {
        cancelled |= !begun;
        flushes.add(flush);
    }

    /** @return what waits for the end of this request */
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
