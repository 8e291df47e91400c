// SPDX-License-Identifier: Apache-2.0
package org.xenbay.nativexen.socket;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import com.sun.jna.Memory;
import java.io.EOFException;
import java.io.IOException;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedChannelException;
import org.xenbay.api.file.Errno;
import org.xenbay.api.host.StreamSocket;
import org.xenbay.nativexen.descriptor.DescriptorToken;
import org.xenbay.nativexen.libc.CallException;
import org.xenbay.nativexen.libc.Libc;
import org.xenbay.nativexen.libc.LibcAbi;
import org.xenbay.nativexen.libc.SocketAbi;
import org.xenbay.nativexen.libc.SocketCalls;

/**
 * One connection. Calls are counted, and the descriptor is closed when the last one has returned: no call meets another file that
 * has got the number. Bytes move under the lock, and a wait does not hold it.
 */
final class NativeStreamSocket implements StreamSocket {

    /** Most bytes of one call that sends. */
    private static final int CHUNK = 16 * 1024;

    private final NativeStreamSockets all;
    private final int descriptor;
    private final SocketIdentity identity;
    private final SocketWaits waits;
    private final Memory in = new Memory(MAX_PEEKED);
    private final Memory out = new Memory(CHUNK);

    /** Calls that use the descriptor, or wait for it. */
    @GuardedBy("this")
    private int calls;

    /** Whether no further call may begin. */
    @GuardedBy("this")
    private boolean ended;

    /** Whether the descriptor belongs to a successor. */
    @GuardedBy("this")
    private boolean detached;

    /** @throws IOException when the host has no descriptors to wait with; then the caller closes its own */
    NativeStreamSocket(NativeStreamSockets all, int descriptor, SocketIdentity identity) throws IOException {
        this.all = all;
        this.descriptor = descriptor;
        this.identity = identity;
        this.waits = new SocketWaits(all.machine(), descriptor);
    }

    private synchronized void begin() throws ClosedChannelException {
        checkOpen();
        calls++;
    }

    @GuardedBy("this")
    private void checkOpen() throws ClosedChannelException {
        if (ended) {
            throw new ClosedChannelException();
        }
    }

    private synchronized void end() {
        calls--;
        releaseIfIdle();
    }

    @GuardedBy("this")
    private void releaseIfIdle() {
        if (ended && calls == 0) {
            waits.close();
            if (!detached) {
                all.close(descriptor, identity);
            }
        }
    }

    @Override
    public int peek(byte[] target, int known) throws IOException {
        int most = Math.min(target.length, MAX_PEEKED);
        if (known < 0 || known >= most) {
            throw new IllegalArgumentException("there is room for " + most + " bytes, and " + known + " are known");
        }
        begin();
        try {
            while (true) {
                // Asked before the bytes: what came before the end is there then.
                boolean over = waits.isOver();
                int count = peekNow(most);
                if (count > known) {
                    in.read(0, target, 0, count);
                    return count;
                }
                if (count == 0 || over && count == known) {
                    return -1;
                }
                waits.awaitInput();
            }
        } finally {
            end();
        }
    }

    /** @return number of bytes, also 0 at the end; -1 when there are none now */
    private synchronized int peekNow(int most) throws IOException {
        checkOpen();
        long count;
        do {
            count = SocketCalls.recv(descriptor, in, most, SocketAbi.MSG_PEEK | LibcAbi.MSG_DONTWAIT);
        } while (Libc.interrupted(count));
        if (count < 0 && Libc.errno() != Errno.EAGAIN) {
            throw CallException.last("recv of a connection");
        }
        return (int) count;
    }

    @Override
    public void discard(int count) throws IOException {
        if (count < 0 || count > MAX_PEEKED) {
            throw new IllegalArgumentException("not a number of bytes that were peeked: " + count);
        }
        synchronized (this) {
            checkOpen();
            for (int left = count; left > 0; ) {
                long taken = SocketCalls.recv(descriptor, in, left, LibcAbi.MSG_DONTWAIT);
                if (taken > 0) {
                    left -= (int) taken;
                } else if (!Libc.interrupted(taken)) {
                    throw taken == 0
                            ? new EOFException("bytes that were peeked have gone")
                            : CallException.last("recv");
                }
            }
        }
    }

    @Override
    public void write(byte[] source, int offset, int length) throws IOException {
        begin();
        try {
            int sent = 0;
            while (sent < length) {
                int piece = Math.min(CHUNK, length - sent);
                out.write(0, source, offset + sent, piece);
                int count = sendNow(piece);
                if (count == 0) {
                    waits.awaitRoom();
                }
                sent += count;
            }
        } finally {
            end();
        }
    }

    /** @return number of bytes that were sent; 0 when there is no room now */
    private synchronized int sendNow(int length) throws IOException {
        checkOpen();
        long count;
        do {
            count = SocketCalls.send(descriptor, out, length, LibcAbi.MSG_NOSIGNAL | LibcAbi.MSG_DONTWAIT);
        } while (Libc.interrupted(count));
        if (count < 0 && Libc.errno() != Errno.EAGAIN) {
            throw CallException.last("send to a connection");
        }
        return (int) Math.max(0, count);
    }

    @Override
    public void awaitWritable() throws IOException {
        begin();
        try {
            waits.awaitRoomOrStop();
        } finally {
            end();
        }
    }

    @Override
    public synchronized void stopWaiting() {
        if (!ended) {
            waits.stop();
        }
    }

    @Override
    public synchronized void close() {
        if (!ended) {
            ended = true;
            // Also those who wait for input or for room return.
            SocketCalls.shutdown(descriptor, SocketAbi.SHUT_RDWR);
            waits.stop();
            releaseIfIdle();
        }
    }

    /** Nothing is sent or taken any more, and the descriptor stays open. Who waits for room waits until there is some. */
    synchronized void abandon() {
        if (!ended) {
            ended = true;
            detached = true;
            waits.stop();
            releaseIfIdle();
        }
    }

    @Override
    public synchronized String token() throws IOException {
        checkOpen();
        // Noted before anybody knows the token: the next process takes over noted sockets only.
        all.process().keptSockets().add(identity.inode());
        return name().toString();
    }

    private DescriptorToken name() {
        return DescriptorToken.here(NativeStreamSockets.KIND, descriptor, 0, identity.toString());
    }

    @Override
    public synchronized String detach() throws IOException {
        checkOpen();
        if (calls > 0) {
            throw new IOException("a connection is in use, and cannot be detached");
        }
        all.process().keptSockets().add(identity.inode());
        NativeStreamSocket successor = all.successor(descriptor, identity);
        ended = true;
        detached = true;
        releaseIfIdle();
        return all.detached(name(), successor);
    }

    @Override
    public String toString() {
        return "socket " + identity;
    }

    /** A wait was ended from outside. */
    static AsynchronousCloseException stopped() {
        return new AsynchronousCloseException();
    }
}
