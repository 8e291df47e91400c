// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.ninepfs.ring;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.xenbay.api.file.Errno;
import org.xenbay.api.file.FileException;
import org.xenbay.api.ring.CorruptRingException;
import org.xenbay.api.xen.EventChannel;
import org.xenbay.api.xen.SharedMemory;
import org.xenbay.backend.ninepfs.journal.RequestLog;
import org.xenbay.backend.ninepfs.server.Conversation;
import org.xenbay.backend.ninepfs.server.DataSink;
import org.xenbay.backend.ninepfs.server.DataSource;
import org.xenbay.backend.ninepfs.server.ReplySize;
import org.xenbay.backend.ninepfs.wire.MessageType;
import org.xenbay.backend.ninepfs.wire.Wire;

/**
 * One ring: takes requests out of it, as many as may be under way, and puts their replies into it in whatever order they
 * come.
 *
 * <p>Looked at after an event, and by the threads that have ended a request; its port stays masked while one of them looks
 * out. Each request holds the ring's memory, so that it stays mapped until the last one is done; once the device has closed
 * it, replies are dropped.
 */
final class Ring {

    private final SharedMemory page;
    private final SharedMemory data;
    private final RequestStream requests;
    private final ReplyStream replies;
    private final Conversation conversation;
    private final RequestLog log;
    private final RingFailure failure;
    private final Object polling = new Object();
    /** Whether a request may be there that was not taken; checked by the thread that has ended one. */
    private volatile boolean stalled;

    /** Null until it is bound. */
    private volatile EventChannel channel;

    /** Whether there was an event since the port was opened: no other comes then. */
    private volatile boolean masked;

    private volatile boolean closed;
    private volatile boolean paused;

    /** Told of a guest that breaks the protocol. */
    @FunctionalInterface
    interface RingFailure {
        void failed(RuntimeException why);
    }

    /** @param log where it is noted how far requests have come; null for nowhere */
    Ring(SharedMemory page, SharedMemory data, Conversation conversation, RequestLog log, RingFailure failure) {
        this.log = log;
        this.page = page;
        this.data = data;
        this.requests = new RequestStream(page, data);
        this.replies = new ReplyStream(page, data);
        this.conversation = conversation;
        this.failure = failure;
    }

    /** @return bytes in one direction */
    int size() {
        return requests.size();
    }

    /** Events may have come before this. */
    void open(EventChannel opened) {
        channel = opened;
        conversation.alert();
    }

    /** Signals without having anything new. */
    void tell() {
        channel.signal();
    }

    /** The guest has signalled. On the thread that pumps events. */
    void raised() {
        masked = true;
        conversation.alert();
    }

    /** Lets events come again. By any thread. */
    void listen() {
        EventChannel opened = channel;
        if (masked && opened != null) {
            masked = false;
            opened.unmask();
        }
    }

    /** @return whether it has taken all requests that an earlier process had begun */
    boolean isCaughtUp() {
        return log == null || log.isCaughtUp();
    }

    /** Nothing is taken from it any more, when this has returned; replies still go. */
    void pause() {
        paused = true;
        synchronized (polling) {
            stalled = false;
        }
    }

    /** Requests are taken again. What has come meanwhile may have been seen already, so it is looked for. */
    void carryOn() {
        if (paused) {
            paused = false;
            stalled = true;
            resume();
        }
    }

    /** Nothing is taken from it and nothing put into it any more. */
    void close() {
        closed = true;
    }

    private void poll() {
        synchronized (polling) {
            while (!closed && !paused) {
                stalled = true;
                RingRequest request = conversation.hasRoom() ? next() : null;
                if (request == null) {
                    break;
                }
                received(request);
            }
        }
    }

    /** What a killed process has done is not done again. */
    private void received(RingRequest request) {
        RequestLog.Note note = request.note();
        if (note != null && note.isEnded()) {
            drop(request);
        } else if (note != null && note.reply().isPresent()) {
            reply(request, ByteBuffer.wrap(note.reply().get()));
        } else {
            conversation.received(request);
        }
    }

    /** @return a request that is there as a whole and for whose reply there is room; otherwise null */
    private RingRequest next() {
        int available = requests.available();
        if (available < Wire.HEADER) {
            stalled = false;
            return null;
        }
        byte[] head = new byte[Math.min(available, Wire.WRITE_DATA)];
        requests.peek(head, head.length);
        ByteBuffer bytes = ByteBuffer.wrap(head).order(ByteOrder.LITTLE_ENDIAN);
        long length = bytes.getInt(0) & 0xFFFF_FFFFL;
        if (length < Wire.HEADER || length > requests.size()) {
            throw new CorruptRingException(
                    "9pfs requests: a message of " + length + " bytes in a ring of " + requests.size());
        }
        if (available < length) {
            stalled = false;
            return null;
        }
        bytes.limit((int) Math.min(length, head.length));
        int reservation = ReplySize.most(bytes, conversation.msize());
        if (!replies.reserve(reservation)) {
            return null;
        }
        return take(bytes, (int) length, reservation);
    }

    private RingRequest take(ByteBuffer head, int length, int reservation) {
        int refusal = 0;
        boolean write = (head.get(Wire.TYPE_AT) & 0xFF) == MessageType.WRITE;
        ByteBuffer copied = head;
        if (!write && length > head.limit()) {
            if (length > Wire.MAX_SMALL) {
                refusal = Errno.EMSGSIZE;
            } else {
                byte[] whole = new byte[length];
                requests.peek(whole, length);
                System.arraycopy(head.array(), 0, whole, 0, head.limit());
                copied = ByteBuffer.wrap(whole);
            }
        }
        if (length > conversation.msize()) {
            refusal = Errno.EMSGSIZE;
        }
        int index = requests.position();
        RequestLog.Note note = null;
        if (log != null) {
            note = log.take(index).orElse(null);
            if (note == null) {
                replies.giveBack(reservation);
                return null;
            }
        }
        Object piece = requests.take(length, note);
        RingRequest request = new RingRequest(this, copied, index, length, piece, reservation, refusal, note);
        request.hold(page.hold(), data.hold());
        return request;
    }

    int lend(int index, int length, DataSink sink) throws FileException {
        try {
            return requests.lend(index, length, sink);
        } catch (IllegalStateException gone) {
            rethrowUnlessGone(gone);
            throw new FileException(Errno.EIO, "write of a guest that has gone");
        }
    }

    private void rethrowUnlessGone(IllegalStateException failed) {
        if (!isGone()) {
            throw failed;
        }
    }

    private boolean isGone() {
        return closed || page.isClosed() || data.isClosed();
    }

    void reply(RingRequest request, ByteBuffer whole) {
        finish(request, () -> replies.publish(whole, request.reservation(), request.note()), true);
    }

    int replyData(RingRequest request, int most, DataSource source, Runnable beforeReply) throws FileException {
        int count;
        try {
            count = replies.publishData(
                    request.tag(), most, source, beforeReply, request.reservation(), request.note());
        } catch (CorruptRingException | IllegalStateException broken) {
            finish(request, () -> rethrow(broken), false);
            return 0;
        }
        finish(request, () -> {}, true);
        return count;
    }

    private static void rethrow(RuntimeException broken) {
        throw broken;
    }

    void drop(RingRequest request) {
        if (request.note() != null) {
            request.note().dropped();
        }
        finish(request, () -> replies.giveBack(request.reservation()), false);
    }

    /** What a guest breaks ends its device; what it no longer waits for is dropped. */
    private void finish(RingRequest request, Runnable last, boolean signal) {
        try {
            if (!closed) {
                last.run();
                boolean room = requests.release(request.piece());
                if (signal || room) {
                    channel.signal();
                }
            }
        } catch (CorruptRingException broken) {
            closed = true;
            failure.failed(broken);
        } catch (IllegalStateException gone) {
            rethrowUnlessGone(gone);
        } finally {
            request.letGo();
        }
    }

    /** After a request has ended: another may be waiting for its place. By any thread. */
    void resume() {
        if (stalled && !closed) {
            pollHeld();
        }
    }

    /** Takes what has come, if anything has. By any thread. */
    void look() {
        if (!closed && !paused && channel != null && requests.hasMoved()) {
            pollHeld();
        }
    }

    private void pollHeld() {
        try (SharedMemory.Hold heldPage = page.hold();
                SharedMemory.Hold heldData = data.hold()) {
            poll();
        } catch (RuntimeException broken) {
            if (!(broken instanceof IllegalStateException) || !isGone()) {
                closed = true;
                failure.failed(broken);
            }
        }
    }
}
