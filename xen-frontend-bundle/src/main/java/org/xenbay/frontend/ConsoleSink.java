// SPDX-License-Identifier: Apache-2.0
package org.xenbay.frontend;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.xenbay.frontend.internal.Coalesced;

/**
 * Writes to a console without blocking: bytes for which the ring has no room are queued here, up to a limit, until the backend
 * signals.
 */
public final class ConsoleSink implements AutoCloseable {

    private final ConsoleStream stream;
    private final int capacity;
    private final Coalesced drain;
    private final Runnable endListening;

    @GuardedBy("this")
    private final Deque<Chunk> chunks = new ArrayDeque<>();

    @GuardedBy("this")
    private int waiting;

    @GuardedBy("this")
    private boolean closed;

    /**
     * @param stream the console, which has no other writer
     * @param executor runs the tasks that move bytes on events, one after the other
     * @param capacity most bytes that wait
     */
    public ConsoleSink(ConsoleStream stream, Executor executor, int capacity) {
        this.stream = stream;
        this.capacity = capacity;
        this.drain = new Coalesced(executor, this::drain);
        this.endListening = stream.onEvent(drain);
    }

    /**
     * Queues bytes behind all earlier ones.
     *
     * @param bytes copied
     * @return completes when all of them are in the ring; fails when they exceed the capacity, and then no byte is taken
     */
    public CompletableFuture<Void> send(byte[] bytes) {
        Chunk chunk = new Chunk(ByteBuffer.wrap(bytes.clone()), new CompletableFuture<>());
        synchronized (this) {
            if (closed || bytes.length > capacity - waiting) {
                return CompletableFuture.failedFuture(
                        new IllegalStateException(closed ? "the sink is closed" : waiting + " bytes wait already"));
            }
            waiting += bytes.length;
            chunks.add(chunk);
        }
        drain.run();
        return chunk.done;
    }

    /** @return number of bytes that wait */
    public synchronized int waiting() {
        return waiting;
    }

    /** Discards the queued bytes. */
    @Override
    public void close() {
        endListening.run();
        synchronized (this) {
            closed = true;
            chunks.forEach(chunk -> chunk.done.cancel(false));
            chunks.clear();
            waiting = 0;
        }
    }

    private void drain() {
        for (Chunk chunk = first(); chunk != null; chunk = first()) {
            ByteBuffer bytes = chunk.bytes;
            int written = stream.write(bytes.array(), bytes.position(), bytes.remaining());
            bytes.position(bytes.position() + written);
            wrote(chunk, written);
            if (bytes.hasRemaining()) {
                return;
            }
            chunk.done.complete(null);
        }
    }

    private synchronized Chunk first() {
        return chunks.peekFirst();
    }

    private synchronized void wrote(Chunk chunk, int written) {
        if (!closed) {
            waiting -= written;
            if (!chunk.bytes.hasRemaining()) {
                chunks.removeFirst();
            }
        }
    }

    private record Chunk(ByteBuffer bytes, CompletableFuture<Void> done) {}
}
