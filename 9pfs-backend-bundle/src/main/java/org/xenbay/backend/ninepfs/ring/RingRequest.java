// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.ninepfs.ring;

import java.nio.ByteBuffer;
import java.util.Optional;
import org.xenbay.api.file.Errno;
import org.xenbay.api.file.FileException;
import org.xenbay.backend.ninepfs.journal.RequestLog;
import org.xenbay.backend.ninepfs.journal.Trace;
import org.xenbay.backend.ninepfs.server.DataSink;
import org.xenbay.backend.ninepfs.server.DataSource;
import org.xenbay.backend.ninepfs.server.Request;
import org.xenbay.backend.ninepfs.wire.MessageReader;
import org.xenbay.backend.ninepfs.wire.Wire;

/** A request from a ring; its reply goes into the same ring. */
final class RingRequest extends Request {

    private final Reservation reservation;
    /** Where the bytes of a Twrite begin in the request, and how many there are. */
    private final int payloadOffset;

    private final int payloadLength;
    private final int refusal;

    /**
     * @param reservation its resources in the ring
     * @param head the header and the fields that were copied
     * @param length bytes of the whole request
     * @param refusal error number with which it is refused, or 0
     */
    RingRequest(Reservation reservation, ByteBuffer head, int length, int refusal) {
        super(
                head.get(Wire.TYPE_AT) & 0xFF,
                head.get(Wire.TAG_AT) & 0xFF | (head.get(Wire.TAG_AT + 1) & 0xFF) << 8,
                new MessageReader(head.position(Wire.HEADER)));
        this.reservation = reservation;
        this.payloadOffset = head.limit();
        this.payloadLength = length - head.limit();
        this.refusal = refusal;
    }

    /**
     * Ends a request that a killed process has carried out: its reply is sent if it was not sent yet.
     *
     * @return false when the request still has to be carried out
     */
    boolean endIfExecuted() {
        RequestLog.Note note = reservation.note();
        if (note == null) {
            return false;
        }
        if (note.isEnded()) {
            drop();
            return true;
        }
        Optional<byte[]> reply = note.reply();
        reply.ifPresent(whole -> reply(ByteBuffer.wrap(whole)));
        return reply.isPresent();
    }

    @Override
    public Trace trace() {
        RequestLog.Note note = reservation.note();
        return note == null ? Trace.NONE : note;
    }

    @Override
    public int refusal() {
        return refusal;
    }

    @Override
    public int payload(int length, DataSink sink) throws FileException {
        if (length > payloadLength) {
            throw new FileException(Errno.EINVAL, "write of more bytes than the message has");
        }
        return length == 0 ? 0 : reservation.lend(payloadOffset, length, sink);
    }

    @Override
    public void reply(ByteBuffer whole) {
        reservation.commit(whole);
    }

    @Override
    public int replyData(int most, DataSource source, Runnable beforeReply) throws FileException {
        return reservation.commitData(tag(), most, source, beforeReply);
    }

    @Override
    public void drop() {
        reservation.drop();
    }
}
