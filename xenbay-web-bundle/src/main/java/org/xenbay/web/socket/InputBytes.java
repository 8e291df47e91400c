// SPDX-License-Identifier: Apache-2.0
package org.xenbay.web.socket;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;

/** What a browser has sent and nobody has read yet. When it is much, the browser is asked for no more. From any thread. */
final class InputBytes {

    /** At the end of the input. */
    static final int END = -1;

    /** One frame more may come. */
    static final int MAX_BYTES = 64 * 1024;

    /** Memory that a piece needs beside its bytes: a browser may send single bytes. */
    static final int PIECE_COST = 64;

    private final Runnable demand;

    @GuardedBy("this")
    private final Deque<ByteBuffer> pieces = new ArrayDeque<>();

    @GuardedBy("this")
    private int size;

    @GuardedBy("this")
    private boolean full;

    @GuardedBy("this")
    private boolean ended;

    /** @param demand asks for more, after there was much */
    InputBytes(Runnable demand) {
        this.demand = demand;
    }

    /** @return whether more may come at once; otherwise it is asked for later */
    synchronized boolean put(ByteBuffer input) {
        if (input.hasRemaining() && !ended) {
            ByteBuffer copy = ByteBuffer.allocate(input.remaining());
            pieces.add(copy.put(input).flip());
            size += copy.remaining() + PIECE_COST;
            notifyAll();
        }
        full = size >= MAX_BYTES;
        return !full;
    }

    synchronized void end() {
        ended = true;
        notifyAll();
    }

    /**
     * Waits a while for input.
     *
     * @return number of bytes; 0 when none came in that time, {@link #END} at the end
     */
    int read(byte[] target, long millis) throws InterruptedException {
        int count = take(target, millis);
        if (count > 0 && isEmptyAgain()) {
            demand.run();
        }
        return count;
    }

    private synchronized boolean isEmptyAgain() {
        boolean again = full && size < MAX_BYTES;
        full &= !again;
        return again;
    }

    private synchronized int take(byte[] target, long millis) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        long left = millis;
        while (pieces.isEmpty() && !ended && left > 0) {
            wait(left);
            left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
        }
        ByteBuffer first = pieces.peek();
        if (first == null) {
            return ended ? END : 0;
        }
        int count = Math.min(first.remaining(), target.length);
        first.get(target, 0, count);
        size -= count;
        if (!first.hasRemaining()) {
            pieces.remove();
            size -= PIECE_COST;
        }
        return count;
    }
}
