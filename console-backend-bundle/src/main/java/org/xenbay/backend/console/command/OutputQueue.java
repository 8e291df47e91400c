// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.console.command;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Output that a terminal has not shown yet. The guest never waits for it: when the queue is full, the oldest output is dropped,
 * and the terminal shows how much.
 */
final class OutputQueue {
    private static final int LIMIT = 1024 * 1024;

    /** Memory that a chunk needs beside its bytes: a guest may write single bytes. */
    private static final int CHUNK_COST = 48;

    private final Deque<byte[]> chunks = new ArrayDeque<>();
    private int size;
    private long lost;
    private AttachedTerminal.@Nullable End end;
    private long quietMillis;

    synchronized void add(ByteBuffer bytes) {
        if (!bytes.hasRemaining()) {
            return;
        }
        byte[] chunk = new byte[bytes.remaining()];
        bytes.get(chunk);
        chunks.add(chunk);
        size += chunk.length + CHUNK_COST;
        while (size > LIMIT && chunks.size() > 1) {
            int oldest = chunks.remove().length;
            size -= oldest + CHUNK_COST;
            lost += oldest;
        }
        notifyAll();
    }

    /** No more output follows; queued output is still shown. The first reason counts. */
    synchronized void end(AttachedTerminal.End reason) {
        if (end == null) {
            end = reason;
        }
        notifyAll();
    }

    /** The input has ended: the queue ends when no output has come for a while. */
    synchronized void endWhenQuietFor(long millis) {
        quietMillis = millis;
        notifyAll();
    }

    /** @return the reason of the end, after {@link #take} has returned no bytes */
    synchronized AttachedTerminal.End end() {
        return Objects.requireNonNull(end, "take waits until there is output or an end");
    }

    /** Waits for the next bytes; an empty array means the end. */
    synchronized byte[] take() throws InterruptedException {
        awaitOutput();
        return next();
    }

    /**
     * Waits for the next bytes until a time.
     *
     * @param time of {@link System#nanoTime}
     * @return the bytes; an empty array at that time or at the end
     * @throws InterruptedException even if there is output, because a guest may write without pause
     */
    synchronized byte[] takeUntil(long time) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        long left = time - System.nanoTime();
        while (chunks.isEmpty() && end == null && left > 0) {
            TimeUnit.NANOSECONDS.timedWait(this, left);
            left = time - System.nanoTime();
        }
        return next();
    }

    @GuardedBy("this")
    private byte[] next() {
        if (lost > 0) {
            byte[] notice = ("\r\n[xenbay: " + lost + " bytes were lost, this terminal is too slow]\r\n")
                    .getBytes(StandardCharsets.US_ASCII);
            lost = 0;
            return notice;
        }
        byte[] chunk = chunks.poll();
        if (chunk == null) {
            return new byte[0];
        }
        size -= chunk.length + CHUNK_COST;
        return chunk;
    }

    private void awaitOutput() throws InterruptedException {
        long quietSince = System.nanoTime();
        while (chunks.isEmpty() && end == null) {
            long left = quietMillis - TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - quietSince);
            if (quietMillis == 0) {
                wait();
            } else if (left > 0) {
                wait(left);
            } else {
                end(AttachedTerminal.End.LEFT);
            }
        }
    }
}
