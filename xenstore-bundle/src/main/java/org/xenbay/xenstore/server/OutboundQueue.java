// SPDX-License-Identifier: Apache-2.0
package org.xenbay.xenstore.server;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The queue of messages to one socket client. An event equal to a waiting one is left out. Any thread adds messages; the
 * server's thread sends them.
 */
final class OutboundQueue {

    private final int maxBytes;
    private final Deque<Frame> frames = new ArrayDeque<>();

    @GuardedBy("this")
    private final Set<EventKey> waiting = new HashSet<>();

    @GuardedBy("this")
    private int headSent;

    @GuardedBy("this")
    private int copied;

    private int bytes;

    /** @param maxBytes most bytes to keep for a client that does not read */
    OutboundQueue(int maxBytes) {
        this.maxBytes = maxBytes;
    }

    synchronized void reply(byte[] message) {
        add(new Frame(message, null));
    }

    /** Adds an event; returns false when the client has too much unread data already. */
    synchronized boolean event(WatchEntry watch, String path, byte[] message) {
        @Nullable EventKey key = watch.isSpecial() ? null : new EventKey(watch, path);
        if (key != null && !waiting.add(key)) {
            return true;
        }
        if (bytes + message.length > maxBytes) {
            return false;
        }
        add(new Frame(message, key));
        return true;
    }

    synchronized boolean isEmpty() {
        return frames.isEmpty();
    }

    synchronized int bytes() {
        return bytes;
    }

    /**
     * Copies as much as fits. The caller writes the copy and then calls {@link #sent}. From the copy on, these events do not
     * count as waiting: the client may have read them before the write has returned, and would otherwise miss a later change.
     */
    synchronized void copyTo(ByteBuffer target) {
        int skip = headSent;
        copied = 0;
        for (Frame frame : frames) {
            if (!target.hasRemaining()) {
                return;
            }
            int count = Math.min(target.remaining(), frame.message.length - skip);
            target.put(frame.message, skip, count);
            copied += count;
            skip = 0;
            waiting.remove(frame.key);
        }
    }

    /** Removes the bytes that have been written. Events without a written byte count as waiting again. */
    synchronized void sent(int count) {
        bytes -= count;
        headSent += count;
        while (!frames.isEmpty() && headSent >= frames.peek().message.length) {
            headSent -= frames.poll().message.length;
        }
        int unsent = copied - count + headSent;
        boolean begun = headSent > 0;
        for (Iterator<Frame> rest = frames.iterator(); unsent > 0 && rest.hasNext(); begun = false) {
            Frame frame = rest.next();
            unsent -= frame.message.length;
            if (!begun && frame.key != null) {
                waiting.add(frame.key);
            }
        }
    }

    private void add(Frame frame) {
        frames.add(frame);
        bytes += frame.message.length;
    }

    private record Frame(byte[] message, @Nullable EventKey key) {}

    private record EventKey(WatchEntry watch, String path) {}
}
