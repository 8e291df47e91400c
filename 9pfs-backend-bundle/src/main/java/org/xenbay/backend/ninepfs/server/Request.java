// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.ninepfs.server;

import java.nio.ByteBuffer;
import java.util.OptionalInt;
import org.xenbay.api.file.FileException;
import org.xenbay.backend.ninepfs.journal.Trace;
import org.xenbay.backend.ninepfs.wire.MessageReader;
import org.xenbay.backend.ninepfs.wire.MessageType;

/**
 * A request that a transport has received. Exactly one of these ends it: {@link #reply}, {@link #replyData} that does not
 * fail, or {@link #drop}. One thread at a time.
 */
public abstract class Request {

    private final int type;
    private final int tag;
    private final MessageReader body;
    /** Its first number: of most requests, the fid. */
    private final long subject;

    private final long arrived = System.nanoTime();

    /**
     * @param type its number
     * @param tag its tag, which the reply repeats
     * @param body its fields after the header, without the bytes of a Twrite; a private copy
     */
    protected Request(int type, int tag, MessageReader body) {
        this.type = type;
        this.tag = tag;
        this.body = body;
        OptionalInt first = body.next();
        this.subject = first.isPresent() ? Integer.toUnsignedLong(first.getAsInt()) : -1;
    }

    /** @return number of {@link MessageType} */
    public final int type() {
        return type;
    }

    /** @return its tag, which the reply repeats */
    public final int tag() {
        return tag;
    }

    /** @return its fields */
    public final MessageReader body() {
        return body;
    }

    /** @return the fid that it is about; of a Tversion and a Tflush, their first number; -1 when it has none */
    final long subject() {
        return subject;
    }

    /** @return when it came, System.nanoTime() */
    final long arrived() {
        return arrived;
    }

    /** @return the journal's trace of how far it has come */
    public Trace trace() {
        return Trace.NONE;
    }

    /** @return the error number with which the transport refuses it; 0 for a request to carry out */
    public int refusal() {
        return 0;
    }

    /**
     * Passes the bytes of a Twrite to a sink, without a copy.
     *
     * @param length number of bytes
     * @param sink takes the bytes
     * @return number of bytes that were taken
     * @throws FileException as the sink, and EINVAL when the request has fewer bytes
     */
    public abstract int payload(int length, DataSink sink) throws FileException;

    /**
     * Ends this request.
     *
     * @param whole the reply, from its size on; the caller may reuse the buffer on return
     */
    public abstract void reply(ByteBuffer whole);

    /**
     * Ends this request with an Rread, unless the source fails.
     *
     * @param most bytes of data
     * @param source writes the bytes
     * @param beforeReply run before the client can see the reply
     * @return number of bytes
     * @throws FileException as the source; then the request has not ended
     */
    public abstract int replyData(int most, DataSource source, Runnable beforeReply) throws FileException;

    /** Ends this request without a reply. */
    public abstract void drop();

    @Override
    public String toString() {
        return MessageType.name(type) + " tag " + tag;
    }
}
