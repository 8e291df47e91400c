// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.ninepfs.ring;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.xenbay.api.file.FileException;
import org.xenbay.api.ring.ByteRingLayout;
import org.xenbay.api.ring.CorruptRingException;
import org.xenbay.api.xen.SharedMemory;
import org.xenbay.backend.ninepfs.journal.RequestLog;
import org.xenbay.backend.ninepfs.server.DataSource;
import org.xenbay.backend.ninepfs.wire.MessageType;
import org.xenbay.backend.ninepfs.wire.Wire;

/**
 * The replies: the first half of a ring's data. One change of the index makes a reply visible as a whole, because Linux assumes
 * that a reply is complete when its first bytes are there. Room for a reply is reserved before its request is carried out, so
 * that no thread ever waits for a guest.
 */
final class ReplyStream {

    /** The buffer of a thread that waits for a slow disk. */
    private static final ThreadLocal<ByteBuffer> WAITED =
            ThreadLocal.withInitial(() -> ByteBuffer.allocateDirect(64 * 1024));

    private final SharedMemory page;
    private final SharedMemory data;
    private final ByteRingLayout layout;

    @GuardedBy("this")
    private int producer;

    @GuardedBy("this")
    private int reserved;

    ReplyStream(SharedMemory page, SharedMemory data) {
        this.page = page;
        this.data = data;
        this.layout = new ByteRingLayout("9pfs replies", data, 0, data.size() / 2);
        this.producer = page.getIntAcquire(RingPage.IN_PROD);
    }

    /** @return whether there was room for so many bytes, which are reserved now */
    synchronized boolean reserve(int length) {
        if (free() - reserved < length) {
            return false;
        }
        reserved += length;
        return true;
    }

    @GuardedBy("this")
    private int free() {
        return layout.size() - layout.used(producer, page.getIntAcquire(RingPage.IN_CONS));
    }

    synchronized void giveBack(int reservation) {
        reserved -= reservation;
    }

    /** Publishes a reply and ends its reservation. The journal gets a note before, if there is one. */
    synchronized void publish(ByteBuffer whole, int reservation, RequestLog.@Nullable Note note) {
        int length = whole.remaining();
        checkFree(length);
        layout.put(producer, whole, length);
        commit(length, reservation, note);
    }

    /** Fails only when a guest has moved its index back. */
    @GuardedBy("this")
    private void checkFree(int length) {
        if (free() < length) {
            throw new CorruptRingException("9pfs replies: the guest took back room in its ring");
        }
    }

    @GuardedBy("this")
    private void commit(int length, int reservation, RequestLog.@Nullable Note note) {
        if (note != null) {
            note.replying(producer + length);
        }
        producer += length;
        reserved -= reservation;
        page.putIntRelease(RingPage.IN_PROD, producer);
        page.fullFence();
    }

    /**
     * Lets a source write its bytes directly into the ring, and publishes them as an Rread. If the source has to wait for data,
     * it reads them into this thread's buffer first, so that other replies do not wait. When the source fails, nothing is
     * published and the reservation stays.
     *
     * @return number of bytes
     */
    int publishData(
            int tag, int most, DataSource source, Runnable beforeReply, int reservation, RequestLog.@Nullable Note note)
            throws FileException {
        synchronized (this) {
            checkFree(Wire.DATA + most);
            int count = fill(most, source);
            if (count >= 0) {
                publishData(tag, count, beforeReply, reservation, note);
                return count;
            }
        }
        ByteBuffer waited = buffer(most);
        source.read(0, waited);
        waited.flip();
        int count = waited.remaining();
        synchronized (this) {
            checkFree(Wire.DATA + count);
            layout.put(producer + Wire.DATA, waited, count);
            publishData(tag, count, beforeReply, reservation, note);
        }
        return count;
    }

    /** @return number of bytes; -1 when the source has to wait for a part */
    @GuardedBy("this")
    private int fill(int most, DataSource source) throws FileException {
        int start = producer + Wire.DATA;
        int first = layout.contiguous(start, most);
        int count = data.<FileException>lend(layout.offset(start), first, part -> source.readNow(0, part));
        if (count < first || first == most) {
            return count;
        }
        int second = data.<FileException>lend(
                layout.offset(start + first), most - first, part -> source.readNow(first, part));
        return second < 0 ? second : first + second;
    }

    private static ByteBuffer buffer(int most) {
        ByteBuffer known = WAITED.get();
        if (known.capacity() < most) {
            known = ByteBuffer.allocateDirect(most);
            WAITED.set(known);
        }
        return known.clear().limit(most);
    }

    @GuardedBy("this")
    private void publishData(
            int tag, int count, Runnable beforeReply, int reservation, RequestLog.@Nullable Note note) {
        int length = Wire.DATA + count;
        put32(0, length);
        putByte(Wire.TYPE_AT, MessageType.READ + 1);
        putByte(Wire.TAG_AT, tag);
        putByte(Wire.TAG_AT + 1, tag >>> 8);
        put32(Wire.HEADER, count);
        beforeReply.run();
        commit(length, reservation, note);
    }

    @GuardedBy("this")
    private void put32(int at, int value) {
        for (int i = 0; i < 4; i++) {
            putByte(at + i, value >>> 8 * i);
        }
    }

    @GuardedBy("this")
    private void putByte(int at, int value) {
        data.putByte(layout.offset(producer + at), value);
    }
}
