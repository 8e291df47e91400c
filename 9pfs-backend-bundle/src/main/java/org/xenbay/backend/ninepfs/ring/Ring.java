// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.ninepfs.ring;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.xenbay.api.file.Errno;
import org.xenbay.api.ring.CorruptRingException;
import org.xenbay.api.xen.EventChannel;
import org.xenbay.backend.ninepfs.journal.RequestLog;
import org.xenbay.backend.ninepfs.server.Conversation;
import org.xenbay.backend.ninepfs.server.Lane;
import org.xenbay.backend.ninepfs.server.ReplySize;
import org.xenbay.backend.ninepfs.server.RequestSource;
import org.xenbay.backend.ninepfs.wire.MessageType;
import org.xenbay.backend.ninepfs.wire.Wire;

/**
 * One ring. Takes requests out of it, up to the limit of requests under way. Each has a {@link Reservation}, which puts its
 * reply into the ring. Replies may come in any order.
 *
 * <p>Its lane polls the ring after an event and after each request. The port stays masked while a thread polls.
 */
final class Ring implements RequestSource {

    private final RingMemory memory;
    private final RequestStream requests;
    private final Reservation.Ring reserved;
    private final RingPort port = new RingPort();
    private final Lane lane;
    private final Conversation conversation;
    private final @Nullable RequestLog log;
    private final Object polling = new Object();
    /** Whether the guest may have sent a request that was not taken. Checked by each thread that has ended a request. */
    private volatile boolean stalled;

    private volatile boolean paused;

    /**
     * @param lane polls this ring, once it is attached to the lane
     * @param conversation receives the requests
     * @param log notes how far requests have come, if the connection has a journal
     */
    Ring(RingMemory memory, Lane lane, Conversation conversation, @Nullable RequestLog log) {
        this.memory = memory;
        this.requests = new RequestStream(memory.page(), memory.data());
        this.reserved =
                new Reservation.Ring(memory, port, requests, new ReplyStream(memory.page(), memory.data()), log);
        this.lane = lane;
        this.conversation = conversation;
        this.log = log;
    }

    /** @return bytes in one direction */
    int size() {
        return requests.size();
    }

    /** Opens the ring. Events may have come before. */
    void open(EventChannel channel) {
        port.open(channel);
        lane.alert();
    }

    /** Signals without having anything new. */
    void signal() {
        port.signal();
    }

    /** The guest has signalled. Called on the thread that delivers all events. */
    void raised() {
        port.raised();
        lane.alert();
    }

    @Override
    public void unmask() {
        port.unmask();
    }

    /** @return whether it has taken all requests that an earlier process had begun */
    boolean isCaughtUp() {
        return log == null || log.isCaughtUp();
    }

    /** Stops taking requests before this returns; replies are still sent. */
    void pause() {
        paused = true;
        synchronized (polling) {
            stalled = false;
        }
    }

    /** Takes requests again, and polls, because the events of requests that came meanwhile are over. */
    void unpause() {
        if (paused) {
            paused = false;
            stalled = true;
            requestEnded();
        }
    }

    /** Closes the ring: nothing more is taken from it or put into it. */
    void close() {
        memory.close();
    }

    @Override
    public void requestEnded() {
        if (stalled && !memory.isClosed()) {
            takeAll();
        }
    }

    @Override
    public void poll() {
        if (!memory.isClosed() && !paused && port.isOpen() && requests.hasMoved()) {
            takeAll();
        }
    }

    private void takeAll() {
        try (RingMemory.Hold held = memory.hold()) {
            synchronized (polling) {
                boolean more = true;
                while (more && !memory.isClosed() && !paused) {
                    more = takeOne();
                }
            }
        } catch (RuntimeException broken) {
            memory.failUnlessGone(broken);
        }
    }

    /** @return whether a complete request was there, with room for one more request and for its reply */
    private boolean takeOne() {
        stalled = true;
        Optional<RingRequest> next = conversation.hasRoom() ? next() : Optional.empty();
        next.filter(request -> !request.endIfExecuted()).ifPresent(conversation::received);
        return next.isPresent();
    }

    private Optional<RingRequest> next() {
        int available = requests.available();
        if (available < Wire.HEADER) {
            stalled = false;
            return Optional.empty();
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
            return Optional.empty();
        }
        bytes.limit((int) Math.min(length, head.length));
        return take(bytes, (int) length);
    }

    /**
     * Copies the bytes before the request is taken: a guest may disappear at any moment, and a request that was taken has to
     * end.
     */
    private Optional<RingRequest> take(ByteBuffer head, int length) {
        int msize = conversation.msize();
        boolean write = (head.get(Wire.TYPE_AT) & 0xFF) == MessageType.WRITE;
        boolean isLong = !write && length > Wire.MAX_SMALL;
        boolean isCopied = !write && !isLong && length > head.limit();
        int refusal = isLong || length > msize ? Errno.EMSGSIZE : 0;
        ByteBuffer bytes = isCopied ? whole(head, length) : head;
        return Reservation.tryTake(reserved, length, ReplySize.most(head, msize))
                .map(taken -> new RingRequest(taken, bytes, length, refusal));
    }

    /** The guest may have changed the first bytes meanwhile: uses the copy that was checked. */
    private ByteBuffer whole(ByteBuffer head, int length) {
        byte[] whole = new byte[length];
        requests.peek(whole, length);
        System.arraycopy(head.array(), 0, whole, 0, head.limit());
        return ByteBuffer.wrap(whole);
    }
}
