// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.ninepfs.server;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.xenbay.api.file.FileException;
import org.xenbay.backend.ninepfs.journal.Trace;
import org.xenbay.backend.ninepfs.wire.MessageReader;
import org.xenbay.backend.ninepfs.wire.MessageWriter;

/** A request while one thread carries it out. */
final class Call {

    private final Request request;
    private final MessageWriter out;
    private final Runnable beforeReply;
    private final List<Runnable> afterCommit = new ArrayList<>(0);
    /** Fids whose notes this request writes: no other request writes notes of these fids meanwhile. */
    private final List<Fid> noting = new ArrayList<>(0);

    private boolean replied;
    private int moved;
    /** Whether the request must not be carried out twice, so that the journal keeps its reply. */
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

    /** @return the reply, begun with the request's number plus 1 */
    MessageWriter begin() {
        return out.begin(request.type() + 1, request.tag());
    }

    /** @return writer for a reply of another number */
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
     * Begins an effect that must not happen twice; a replay determines from {@code precondition} whether the effect has
     * happened.
     */
    void beginEffect(long precondition) {
        kept = true;
        if (!isReplay()) {
            request.trace().beginEffect(precondition);
        }
    }

    /** @return whether the request has a trace that {@link #beginEffect} writes to */
    boolean isNoted() {
        return request.trace() != Trace.NONE;
    }

    /** @return whether a killed process may have carried the request out */
    boolean isReplay() {
        return request.trace().isReplay();
    }

    /** @return in a replay, the precondition that {@link #beginEffect} got in the first run */
    long precondition() {
        return request.trace().precondition();
    }

    /** @param fid a fid whose note was begun; the note ends when the journal keeps this call's reply, or with {@link #endNotes} */
    void notes(Fid fid) {
        noting.add(fid);
    }

    /** Ends the notes of all fids: this request writes nothing more to the journal. */
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
     * @param fid a fid that was removed
     * @param end frees the fid's resources; run when the journal has noted the removal
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
