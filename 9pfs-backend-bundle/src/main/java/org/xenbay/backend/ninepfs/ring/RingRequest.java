// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.ninepfs.ring;

import java.nio.ByteBuffer;
import org.xenbay.api.file.Errno;
import org.xenbay.api.file.FileException;
import org.xenbay.api.xen.SharedMemory;
import org.xenbay.backend.ninepfs.journal.RequestLog;
import org.xenbay.backend.ninepfs.journal.Trace;
import org.xenbay.backend.ninepfs.server.DataSink;
import org.xenbay.backend.ninepfs.server.DataSource;
import org.xenbay.backend.ninepfs.server.Request;
import org.xenbay.backend.ninepfs.wire.MessageReader;
import org.xenbay.backend.ninepfs.wire.Wire;

/** A request that came by a ring; its reply goes by the same ring. */
final class RingRequest extends Request {

    private final Ring ring;
    private final Object piece;
    /** Where the bytes of a Twrite begin, and how many there are. */
    private final int payloadIndex;

    private final int payloadLength;
    private final int reservation;
    private final int refusal;
    /** Null when there is no journal. */
    private final RequestLog.Note note;

    private SharedMemory.Hold heldPage;
    private SharedMemory.Hold heldData;

    /**
     * @param head the header and the fields that were copied
     * @param index of its first byte in the ring
     * @param length of the whole
     * @param piece its bytes in the ring
     * @param reservation room for the reply
     * @param refusal why it is not carried out, an error number or 0
     * @param note how far it has come; null when that is not noted
     */
    RingRequest(
            Ring ring,
            ByteBuffer head,
            int index,
            int length,
            Object piece,
            int reservation,
            int refusal,
            RequestLog.Note note) {
        super(
                head.get(Wire.TYPE_AT) & 0xFF,
                head.get(Wire.TAG_AT) & 0xFF | (head.get(Wire.TAG_AT + 1) & 0xFF) << 8,
                new MessageReader(head.position(Wire.HEADER)));
        this.ring = ring;
        this.piece = piece;
        this.payloadIndex = index + head.limit();
        this.payloadLength = length - head.limit();
        this.reservation = reservation;
        this.refusal = refusal;
        this.note = note;
    }

    /** The memory stays as long as this request needs it. */
    void hold(SharedMemory.Hold ofPage, SharedMemory.Hold ofData) {
        heldPage = ofPage;
        heldData = ofData;
    }

    void letGo() {
        heldPage.close();
        heldData.close();
    }

    Object piece() {
        return piece;
    }

    RequestLog.Note note() {
        return note;
    }

    @Override
    public Trace trace() {
        return note == null ? Trace.NONE : note;
    }

    int reservation() {
        return reservation;
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
        return length == 0 ? 0 : ring.lend(payloadIndex, length, sink);
    }

    @Override
    public void reply(ByteBuffer whole) {
        ring.reply(this, whole);
    }

    @Override
    public int replyData(int most, DataSource source, Runnable beforeReply) throws FileException {
        return ring.replyData(this, most, source, beforeReply);
    }

    @Override
    public void drop() {
        ring.drop(this);
    }
}
