// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.qusb;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.xenbay.api.usb.UsbResult;

/** Passes completed requests from devices' threads to the device's executor, until the connection ends. */
final class CompletionQueue {

    /** A completed request or change of a device; a reset has no request. */
    record Completion(Attachment attachment, @Nullable Urb urb, boolean change, UsbResult result) {}

    private final BlockingQueue<Completion> queue = new LinkedBlockingQueue<>();
    private final Runnable wake;

    /** Whether the connection has ended: later completions free their buffers themselves. */
    private volatile boolean closed;

    /** @param wake causes the executor to take completions; from any thread */
    CompletionQueue(Runnable wake) {
        this.wake = wake;
    }

    /** From any thread. */
    void add(Completion what) {
        queue.add(what);
        if (closed) {
            releaseAll();
        } else {
            wake.run();
        }
    }

    /** @return the next; null when there is none */
    @Nullable
    Completion poll() {
        return queue.poll();
    }

    /**
     * @param end end of the wait, by System.nanoTime()
     * @return the next completion; null when none came in time
     * @throws InterruptedException when interrupted
     */
    @Nullable
    Completion poll(long end) throws InterruptedException {
        return queue.poll(end - System.nanoTime(), TimeUnit.NANOSECONDS);
    }

    /** Ends the queue: later completions free their buffers themselves. */
    void close() {
        closed = true;
        releaseAll();
    }

    private void releaseAll() {
        for (Completion next = queue.poll(); next != null; next = queue.poll()) {
            if (next.urb != null) {
                next.urb.release();
            }
        }
    }
}
