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
    private final List<Runnable> onceKept = new ArrayList<>(0);
    /** Nobody else notes anything of these until this has. */
    private final List<Fid> noting = new ArrayList<>(0);

    private boolean replied;
    private int moved;
    /** Whether doing it twice would do harm, so that its reply is kept. */
    private boolean kept;

    private long made = Trace.NOTHING;
    private long gone = Trace.NOTHING;
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
            request.trace().executed(whole, made, gone, opened);
            endNotes();
            onceKept.forEach(Runnable::run);
        }
        beforeReply.run();
        request.reply(whole);
    }

    /** What follows must not happen twice; {@code before} is for who has to find out whether it has happened. */
    void begins(long before) {
        kept = true;
        if (!isAgain()) {
            request.trace().begins(before);
        }
    }

    /** @return whether it is of use to say when it begins */
    boolean isNoted() {
        return request.trace() != Trace.NONE;
    }

    /** @return whether a killed process may have done it already */
    boolean isAgain() {
        return request.trace().isAgain();
    }

    /** @return what was given to {@link #begins}; when it is done again */
    long before() {
        return request.trace().before();
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

    /** @param fid is there now */
    void made(Fid fid) {
        kept = true;
        made = fid.note();
    }

    /**
     * @param fid is not there any more
     * @param end lets go of what it had; run when a kill cannot bring it back
     */
    void gone(Fid fid, Runnable end) {
        kept = true;
        gone = fid.note();
        onceKept.add(end);
    }

    /** @param fid has something open now */
    void opened(Fid fid) {
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
