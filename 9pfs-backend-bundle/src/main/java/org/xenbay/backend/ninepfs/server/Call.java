package org.xenbay.backend.ninepfs.server;

import java.nio.ByteBuffer;
import org.xenbay.api.file.FileException;
import org.xenbay.backend.ninepfs.wire.MessageReader;
import org.xenbay.backend.ninepfs.wire.MessageWriter;

/** One request while it is carried out, by one thread. */
final class Call {

    private final Request request;
    private final MessageWriter out;
    private final Runnable beforeReply;
    private boolean replied;
    private int moved;

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
        beforeReply.run();
        request.reply(whole);
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
