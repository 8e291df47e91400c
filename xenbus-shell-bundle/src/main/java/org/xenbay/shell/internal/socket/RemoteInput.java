// SPDX-License-Identifier: Apache-2.0
package org.xenbay.shell.internal.socket;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.xenbay.api.command.CommandTerminal;
import org.xenbay.shell.wire.FrameChannel;
import org.xenbay.shell.wire.FrameType;

/**
 * The client's standard input. It is requested only when a command reads, one frame at a time, so that at most one frame is
 * buffered.
 */
final class RemoteInput extends InputStream {
    private final FrameChannel channel;
    private byte[] bytes = new byte[0];
    private int next;

    @GuardedBy("this")
    private boolean asked;

    @GuardedBy("this")
    private boolean ended;

    RemoteInput(FrameChannel channel) {
        this.channel = channel;
    }

    /**
     * Takes a frame; an empty frame is the end. On the connection's reader thread.
     *
     * @return whether it was requested
     */
    synchronized boolean supply(byte[] frame) {
        boolean expected = asked;
        asked = false;
        bytes = frame;
        next = 0;
        ended = ended || frame.length == 0 || !expected;
        notifyAll();
        return expected;
    }

    synchronized void end() {
        ended = true;
        notifyAll();
    }

    /** As {@link CommandTerminal#read}. */
    synchronized int read(byte[] buffer, long millis) throws IOException {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        while (next == bytes.length && !ended) {
            if (!asked) {
                asked = true;
                channel.write(FrameType.READ);
            }
            long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
            if (left <= 0) {
                return 0;
            }
            pause(left);
        }
        return take(buffer, 0, buffer.length);
    }

    @Override
    public synchronized int read(byte[] buffer, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, buffer.length);
        if (length == 0) {
            return 0;
        }
        while (next == bytes.length && !ended) {
            if (!asked) {
                asked = true;
                channel.write(FrameType.READ);
            }
            pause(0);
        }
        return take(buffer, offset, length);
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public synchronized int available() {
        return bytes.length - next;
    }

    private int take(byte[] buffer, int offset, int length) {
        if (next == bytes.length) {
            return CommandTerminal.END;
        }
        int count = Math.min(length, bytes.length - next);
        System.arraycopy(bytes, next, buffer, offset, count);
        next += count;
        return count;
    }

    private void pause(long millis) throws InterruptedIOException {
        try {
            wait(millis);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("the command was interrupted");
        }
    }
}
