// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.ninepfs.ring;

import java.nio.ByteBuffer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.xenbay.api.file.Errno;
import org.xenbay.api.file.FileException;
import org.xenbay.api.ring.CorruptRingException;
import org.xenbay.backend.ninepfs.journal.RequestLog;
import org.xenbay.backend.ninepfs.server.DataSink;
import org.xenbay.backend.ninepfs.server.DataSource;

/**
 * The resources of one request in its ring until it ends: its bytes, room for its reply, a slot in the journal, and the memory,
 * which stays mapped. All are taken at once, before the request is carried out, so that no thread ever waits for a guest. All
 * are released at once, by the reply or without a reply. By the thread that carries the request out.
 */
final class Reservation {

    /**
     * The parts of a ring that a reservation takes from.
     *
     * @param log notes how far requests have come, if the connection has a journal
     */
    record Ring(
            RingMemory memory,
            RingPort port,
            RequestStream requests,
            ReplyStream replies,
            @Nullable RequestLog log) {}

    private final Ring ring;
    private final RingMemory.Hold memory;
    /** Index of the request's first byte. */
    private final int index;
    /** The request's bytes. */
    private final RequestStream.Piece piece;
    /** Bytes of room for the reply. */
    private final int room;
    /** How far the request has come, if the connection has a journal. */
    private final RequestLog.@Nullable Note note;

    private Reservation(Ring ring, int length, int room, RequestLog.@Nullable Note note) {
        this.ring = ring;
        this.memory = ring.memory.hold();
        this.index = ring.requests.position();
        this.piece = ring.requests.take(length, note);
        this.room = room;
        this.note = note;
    }

    /**
     * Takes the next request.
     *
     * @param length bytes of the request, which have arrived
     * @param room the most bytes of its reply
     * @return the reservation, if there is room for the reply and a free slot in the journal; otherwise nothing is taken
     */
    static Optional<Reservation> tryTake(Ring ring, int length, int room) {
        if (!ring.replies.reserve(room)) {
            return Optional.empty();
        }
        RequestLog log = ring.log;
        if (log == null) {
            return Optional.of(new Reservation(ring, length, room, null));
        }
        Optional<RequestLog.Note> note = log.take(ring.requests.position());
        if (note.isEmpty()) {
            ring.replies.giveBack(room);
        }
        return note.map(slot -> new Reservation(ring, length, room, slot));
    }

    /** @return how far the request has come, if the connection has a journal */
    RequestLog.@Nullable Note note() {
        return note;
    }

    /**
     * Passes bytes of the request to a sink.
     *
     * @param offset of the first one in the request
     * @param length number of bytes
     * @return number of bytes taken
     */
    int lend(int offset, int length, DataSink sink) throws FileException {
        try {
            return ring.requests.lend(index + offset, length, sink);
        } catch (IllegalStateException gone) {
            ring.memory.rethrowUnlessGone(gone);
            throw new FileException(Errno.EIO, "write of a guest that has gone");
        }
    }

    /** @param whole the reply; ends this */
    void commit(ByteBuffer whole) {
        end(() -> ring.replies.publish(whole, room, note), true);
    }

    /**
     * Replies with an Rread, which ends this reservation.
     *
     * @param most bytes of data
     * @return number of bytes
     * @throws FileException as the source; then this reservation has not ended
     */
    int commitData(int tag, int most, DataSource source, Runnable beforeReply) throws FileException {
        int count;
        try {
            count = ring.replies.publishData(tag, most, source, beforeReply, room, note);
        } catch (CorruptRingException | IllegalStateException broken) {
            end(() -> rethrow(broken), false);
            return 0;
        }
        end(() -> {}, true);
        return count;
    }

    private static void rethrow(RuntimeException broken) {
        throw broken;
    }

    /** Ends this reservation without a reply. */
    void drop() {
        if (note != null) {
            note.dropped();
        }
        end(() -> ring.replies.giveBack(room), false);
    }

    /** A guest that breaks the protocol ends its device. A reply to a guest that is gone is dropped. */
    private void end(Runnable last, boolean signal) {
        try {
            if (!ring.memory.isClosed()) {
                last.run();
                boolean hasRoom = ring.requests.release(piece);
                if (signal || hasRoom) {
                    ring.port.signal();
                }
            }
        } catch (CorruptRingException broken) {
            ring.memory.fail(broken);
        } catch (IllegalStateException gone) {
            ring.memory.rethrowUnlessGone(gone);
        } finally {
            memory.close();
        }
    }
}
