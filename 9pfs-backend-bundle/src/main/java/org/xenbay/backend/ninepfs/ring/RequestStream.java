// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.ninepfs.ring;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.xenbay.api.file.FileException;
import org.xenbay.api.ring.ByteRingLayout;
import org.xenbay.api.ring.CorruptRingException;
import org.xenbay.api.xen.SharedMemory;
import org.xenbay.backend.ninepfs.journal.RequestLog;
import org.xenbay.backend.ninepfs.server.DataSink;

/**
 * The guest's requests: the second half of a ring's data. One index says which requests were taken, another which bytes were
 * released to the guest. A request stays in the ring until it has been answered, so that the next process finds it after a
 * kill. The guest's own index is never trusted, and this side's indices are never read back.
 */
final class RequestStream {

    private final SharedMemory page;
    private final SharedMemory data;
    private final ByteRingLayout layout;

    @GuardedBy("this")
    private final Deque<Piece> pieces = new ArrayDeque<>();

    /** Where the next request begins. */
    private volatile int next;
    /** Index up to which bytes were released to the guest. */
    @GuardedBy("this")
    private int released;

    /** Bytes of one request. Pieces are released in the order of the requests. */
    static final class Piece {
        private final int end;
        /** Freed when the bytes are released, if the connection has a journal. */
        private final RequestLog.@Nullable Note note;

        private boolean done;

        Piece(int end, RequestLog.@Nullable Note note) {
            this.end = end;
            this.note = note;
        }
    }

    RequestStream(SharedMemory page, SharedMemory data) {
        this.page = page;
        this.data = data;
        this.layout = new ByteRingLayout("9pfs requests", data, data.size() / 2, data.size() / 2);
        this.next = page.getIntAcquire(RingPage.OUT_CONS);
        this.released = next;
    }

    int size() {
        return layout.size();
    }

    /** @return number of bytes that the guest has sent and that were not taken */
    synchronized int available() {
        int producer = page.getIntAcquire(RingPage.OUT_PROD);
        int available = layout.used(producer, released) - (next - released);
        if (available < 0) {
            throw new CorruptRingException("9pfs requests: producer index " + Integer.toUnsignedString(producer)
                    + " is before " + Integer.toUnsignedString(next) + ", the end of the requests that were taken");
        }
        return available;
    }

    /** @return whether the guest has sent bytes since requests were last taken; a hint, by any thread, without a lock */
    boolean hasMoved() {
        try (SharedMemory.Hold held = page.hold()) {
            return page.getIntAcquire(RingPage.OUT_PROD) != next;
        } catch (IllegalStateException gone) {
            return false;
        }
    }

    /** Copies the first bytes that were not taken. */
    synchronized void peek(byte[] target, int length) {
        layout.get(next, target, 0, length);
    }

    /**
     * Takes a request.
     *
     * @param length its size
     * @param note freed when the bytes are released; null in a connection without a journal
     * @return its bytes, for {@link #release}
     */
    synchronized Piece take(int length, RequestLog.@Nullable Note note) {
        next += length;
        Piece piece = new Piece(next, note);
        pieces.add(piece);
        return piece;
    }

    /** @return the index of the first byte of the next request */
    synchronized int position() {
        return next;
    }

    /**
     * Passes bytes of an unreleased request to a sink, in one or two parts.
     *
     * @param index of the first byte
     * @param length number of bytes
     */
    int lend(int index, int length, DataSink sink) throws FileException {
        int first = layout.contiguous(index, length);
        int moved = data.<FileException>lend(layout.offset(index), first, part -> sink.write(0, part));
        if (moved < first || first == length) {
            return moved;
        }
        return moved + second(layout.offset(index + first), length - first, first, sink);
    }

    /**
     * Once the first part was taken, a failure is not reported. The reply says that fewer bytes were written, and the
     * client's next write fails.
     */
    private int second(int offset, int length, int skip, DataSink sink) throws FileException {
        return data.<FileException>lend(offset, length, part -> lateWrite(skip, part, sink));
    }

    private static int lateWrite(int skip, ByteBuffer part, DataSink sink) {
        try {
            return sink.write(skip, part);
        } catch (FileException failed) {
            return 0;
        }
    }

    /**
     * Releases a request's bytes to the guest as soon as all earlier requests have ended.
     *
     * @return whether the guest may have waited for room
     */
    synchronized boolean release(Piece piece) {
        piece.done = true;
        int last = released;
        List<RequestLog.Note> notes = new ArrayList<>(1);
        while (!pieces.isEmpty() && pieces.peek().done) {
            Piece ended = pieces.remove();
            released = ended.end;
            if (ended.note != null) {
                notes.add(ended.note);
            }
        }
        if (released == last) {
            return false;
        }
        int used = page.getIntAcquire(RingPage.OUT_PROD) - last;
        page.putIntRelease(RingPage.OUT_CONS, released);
        page.fullFence();
        notes.forEach(RequestLog.Note::free);
        return used > layout.size() / 2;
    }
}
