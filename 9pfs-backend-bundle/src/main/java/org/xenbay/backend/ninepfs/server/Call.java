// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.ninepfs.server;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.xenbay.api.file.FileException;
import org.xenbay.backend.ninepfs.journal.Trace;
import org.xenbay.backend.ninepfs.wire.MessageReader;
import org.xenbay.backend.ninepfs.wire.MessageWriter;

/** One request while it is carried out, by one thread. */
final class Call {

    private final Request request;
    private final MessageWriter out;
    private final Runnable beforeReply;
    private final List<Runnable> afterCommit = new ArrayList<>(0);
    /** Nobody else notes anything of these until this has. */
    private final List<Fid> noting = new ArrayList<>(0);

    private boolean replied;
    private int moved;
    /** Whether doing it twice would do harm, so that its reply is kept. */
    private boolean kept;

    private long created = Trace.NOTHING;
    private long removed = Trace.NOTHING;
    private long opened = Trace.NOTHING;

    /** @param beforeReply run right before the request is ended */
    Call(Request request, MessageWriter out, Runnable beforeReply) {
        this.request = request;
        this.out = out;
        this.beforeReply = beforeReply;
    }

    Request request() {
        return request;
    }

    /** @return the request's fields */
    MessageReader in() {
        return request.body();
    }

    /** @return the reply, begun with the number that follows the request's */
    MessageWriter begin() {
        return out.begin(request.type() + 1, request.tag());
    }

    /** @return where a reply of another number is begun */
    MessageWriter out() {
        return out;
    }

    void send() {
        ByteBuffer whole = out.end();
        replied = true;
        if (kept) {
            request.trace().executed(whole, created, removed, opened);
            endNotes();
            afterCommit.forEach(Runnable::run);
        }
        beforeReply.run();
        request.reply(whole);
    }

    /**
     * Begins an effect that must not happen twice; from {@code precondition} a replay finds out whether the effect has
     * happened.
     */
    void beginEffect(long precondition) {
        kept = true;
        if (!isReplay()) {
            request.trace().beginEffect(precondition);
        }
    }

    /** @return whether it is of use to say when it begins */
    boolean isNoted() {
        return request.trace() != Trace.NONE;
    }

    /** @return whether a killed process may have carried the request out */
    boolean isReplay() {
        return request.trace().isReplay();
    }

    /** @return what was given to {@link #beginEffect}, in a replay */
    long precondition() {
        return request.trace().precondition();
    }

    /** @param fid whose note has been begun; it ends when this call's reply is kept, or with {@link #endNotes} */
    void notes(Fid fid) {
        noting.add(fid);
    }

    /** This call notes nothing more. */
    void endNotes() {
        noting.forEach(Fid::endNote);
        noting.clear();
    }

    /** @param fid was created */
    void fidCreated(Fid fid) {
        kept = true;
        created = fid.note();
    }

    /**
     * @param fid was removed
     * @param end lets go of what it had; run when a kill cannot bring it back
     */
    void fidRemoved(Fid fid, Runnable end) {
        kept = true;
        removed = fid.note();
        afterCommit.add(end);
    }

    /** @param fid has something open now */
    void fidOpened(Fid fid) {
        kept = true;
        opened = fid.note();
    }

    /** @return number of bytes sent */
    int sendData(int most, DataSource source) throws FileException {
        moved = request.replyData(most, source, beforeReply);
        replied = true;
        return moved;
    }

    boolean isReplied() {
        return replied;
    }

    /** @param bytes of data that a request brought */
    void moved(int bytes) {
        moved = bytes;
    }

    /** @return bytes of data, one way or the other */
    int moved() {
        return moved;
    }
}
