// SPDX-License-Identifier: Apache-2.0
package org.xenbay.frontend;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Queue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.xenbay.api.guest.GrantedPages;
import org.xenbay.api.ring.ByteRingReader;
import org.xenbay.api.ring.ByteRingWriter;
import org.xenbay.api.xen.SharedMemory;

/**
 * The guest's side of one 9pfs ring (xen/include/public/io/9pfs.h). A request waits until the ring has room for the whole
 * request. A reply counts as complete when its header is there, as in Linux.
 */
final class NinePfsRing {

    private static final int IN_CONS = 0;
    private static final int IN_PROD = 4;
    private static final int OUT_CONS = 64;
    private static final int OUT_PROD = 68;
    private static final int RING_ORDER = 128;
    private static final int REFERENCES = 132;
    private static final int HEADER = 7;
    private static final int PAGE = 4096;

    private final SharedMemory indices;
    private final ByteRingReader in;
    private final ByteRingWriter out;
    private final Queue<byte[]> waiting = new ArrayDeque<>();
    private final Consumer<byte[]> replies;
    private final Runnable signal;
    private boolean closed;
    private boolean discards;
    /** The first bytes of a reply, and its length. */
    private byte @Nullable [] partial;

    private int length;

    NinePfsRing(GrantedPages page, GrantedPages data, int order, Consumer<byte[]> replies, Runnable signal) {
        this.indices = page.memory();
        indices.putInt(RING_ORDER, order);
        for (int i = 0; i < data.references().length; i++) {
            indices.putInt(REFERENCES + 4 * i, data.references()[i]);
        }
        int size = data.memory().size() / 2;
        this.in = new ByteRingReader(indices, IN_CONS, IN_PROD, data.memory(), 0, size);
        this.out = new ByteRingWriter(indices, OUT_CONS, OUT_PROD, data.memory(), size, size);
        this.replies = replies;
        this.signal = signal;
    }

    void send(byte[] message) {
        synchronized (this) {
            waiting.add(message);
            write();
        }
        signal.run();
    }

    private void write() {
        while (!closed && !waiting.isEmpty() && out.free() >= waiting.peek().length) {
            byte[] message = waiting.remove();
            out.write(message, 0, message.length);
        }
    }

    /** The backend has signalled: takes all replies, and signals the backend that there is room again. */
    void event() {
        boolean moved = false;
        while (true) {
            byte[] reply;
            synchronized (this) {
                write();
                reply = closed ? null : read();
            }
            if (reply == null) {
                break;
            }
            moved = true;
            replies.accept(reply);
        }
        if (moved) {
            signal.run();
        }
    }

    private byte @Nullable [] read() {
        if (partial == null) {
            if (in.available() < HEADER) {
                return null;
            }
            byte[] head = new byte[HEADER];
            in.read(head, 0, HEADER);
            ByteBuffer bytes = ByteBuffer.wrap(head).order(ByteOrder.LITTLE_ENDIAN);
            length = bytes.getInt(0);
            partial = head;
        }
        int rest = length - HEADER;
        boolean skips = discards && length > PAGE;
        byte[] reply = skips ? partial : Arrays.copyOf(partial, length);
        if ((skips ? in.skip(rest) : in.read(reply, HEADER, rest)) != rest) {
            throw new IllegalStateException("a reply was published in pieces, which Linux takes for a whole one");
        }
        partial = null;
        return reply;
    }

    synchronized void discardData(boolean whether) {
        discards = whether;
    }

    /** @return both sides' indices, to find out which side has stopped */
    synchronized String progress() {
        if (closed) {
            return "closed";
        }
        return "%d requests wait for room, bytes of requests written %d, taken %d, of replies written %d, taken %d"
                .formatted(
                        waiting.size(),
                        indices.getInt(OUT_PROD),
                        indices.getInt(OUT_CONS),
                        indices.getInt(IN_PROD),
                        indices.getInt(IN_CONS));
    }

    /** Stops using its memory. */
    synchronized void close() {
        closed = true;
    }
}
