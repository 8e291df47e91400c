// SPDX-License-Identifier: Apache-2.0
package org.xenbay.nativexen.host;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.xenbay.api.host.PseudoTerminal;
import org.xenbay.api.host.Transferable;
import org.xenbay.nativexen.descriptor.DescriptorToken;
import org.xenbay.nativexen.descriptor.InProcessTransfers;
import org.xenbay.nativexen.libc.LibcAbi;

/**
 * One pseudo terminal. Its descriptors are used only under its lock, so that no descriptor is closed, and its number reused,
 * during a call. Listeners are called without the lock.
 */
final class NativePseudoTerminal implements PseudoTerminal, Transferable {

    static final String KIND = "pty";

    private static final int READABLE = LibcAbi.EPOLLIN | LibcAbi.EPOLLERR | LibcAbi.EPOLLHUP;
    private static final int WRITABLE = LibcAbi.EPOLLOUT | LibcAbi.EPOLLERR | LibcAbi.EPOLLHUP;

    private static final int DISCARD_CHUNK = 4096;

    /** Most bytes discarded: more than a terminal's buffers hold. The bound matters if a program writes without pause. */
    private static final int MAX_DISCARDED = 1 << 20;

    private final long key;
    private final PtyPair pair;
    private final Epoll epoll;
    private final Descriptors descriptors;
    private final Consumer<NativePseudoTerminal> onClose;
    private final RawMode rawMode;
    private final InProcessTransfers transfers;

    private @Nullable Runnable readListener;
    private @Nullable Runnable writeListener;
    private boolean closed;
    /** Whether it was detached; then it is not closed when this host stops. */
    @GuardedBy("this")
    private boolean left;

    NativePseudoTerminal(
            long key,
            PtyPair pair,
            RawMode rawMode,
            Epoll epoll,
            Descriptors descriptors,
            InProcessTransfers transfers,
            Consumer<NativePseudoTerminal> onClose) {
        this.key = key;
        this.pair = pair;
        this.epoll = epoll;
        this.descriptors = descriptors;
        this.onClose = onClose;
        this.rawMode = rawMode;
        this.transfers = transfers;
    }

    /**
     * Prepares the terminal for its first use.
     *
     * @param inherited whether an earlier process has made it, so that programs may have changed it since
     * @throws IOException when it cannot be set to raw mode
     */
    synchronized void begin(boolean inherited) throws IOException {
        if (inherited && rawMode.check() == RawMode.Finding.ECHOED) {
            discardInput();
        }
        rawMode.enforce();
    }

    long key() {
        return key;
    }

    @Override
    public String slavePath() {
        return pair.slavePath();
    }

    @Override
    public synchronized int read(ByteBuffer target) throws IOException {
        checkOpen();
        int start = target.position();
        int count = read(pair, target);
        // Checked after the read: a check before it would miss an echo that begins in between.
        if (count > 0 && rawMode.check() == RawMode.Finding.ECHOED) {
            target.position(start);
            discardInput();
            return 0;
        }
        return count;
    }

    private int read(PtyPair from, ByteBuffer target) throws IOException {
        int count = descriptors.read(from.master(), target);
        if (count < 0) {
            throw new IOException("the pseudo terminal " + from.slavePath() + " has come to its end");
        }
        return count;
    }

    /** Discards the echo, together with input that was typed meanwhile, which cannot be distinguished from the echo. */
    private void discardInput() throws IOException {
        ByteBuffer discarded = ByteBuffer.allocate(DISCARD_CHUNK);
        for (int total = 0, count = 1; count > 0 && total < MAX_DISCARDED; total += count) {
            count = read(pair, discarded.clear());
        }
    }

    @Override
    public synchronized int write(ByteBuffer source) throws IOException {
        checkOpen();
        if (rawMode.check() == RawMode.Finding.ECHOED) {
            discardInput();
        }
        return descriptors.write(pair.master(), source);
    }

    private void checkOpen() throws IOException {
        if (closed) {
            throw new IOException("the pseudo terminal " + pair.slavePath() + " is closed");
        }
    }

    @Override
    public void awaitReadable(Runnable listener) {
        synchronized (this) {
            left = false;
            readListener = listener;
            if (arm()) {
                return;
            }
        }
        ready(READABLE);
    }

    @Override
    public void awaitWritable(Runnable listener) {
        synchronized (this) {
            writeListener = listener;
            if (arm()) {
                return;
            }
        }
        ready(WRITABLE);
    }

    /** @return whether an event will come; if not, the listener is called, and its next call fails */
    private boolean arm() {
        int mask = (readListener == null ? 0 : LibcAbi.EPOLLIN) | (writeListener == null ? 0 : LibcAbi.EPOLLOUT);
        if (closed || mask == 0) {
            return !closed;
        }
        try {
            epoll.arm(pair.master(), key, mask);
            return true;
        } catch (IOException failed) {
            return false;
        }
    }

    /** Handles an event: calls the listeners concerned, and continues to watch for the others. */
    void ready(int mask) {
        List<Runnable> called = new ArrayList<>(2);
        synchronized (this) {
            if ((mask & READABLE) != 0 && readListener != null) {
                called.add(readListener);
                readListener = null;
            }
            if ((mask & WRITABLE) != 0 && writeListener != null) {
                called.add(writeListener);
                writeListener = null;
            }
            arm();
        }
        called.forEach(Runnable::run);
    }

    @Override
    public void close() {
        synchronized (this) {
            left = false;
        }
        if (release()) {
            synchronized (this) {
                readListener = null;
                writeListener = null;
            }
            onClose.accept(this);
        }
    }

    @Override
    public synchronized String token() throws IOException {
        checkOpen();
        return token(pair).toString();
    }

    @Override
    public synchronized String detach() throws IOException {
        checkOpen();
        left = true;
        readListener = null;
        writeListener = null;
        return transfers.add(token(pair), this);
    }

    private static DescriptorToken token(PtyPair pair) throws IOException {
        return DescriptorToken.here(KIND, pair.master(), pair.slave(), pair.identity());
    }

    /** The host stops serving terminals: calls a waiting listener, whose next call fails. */
    void abandon() {
        if (release()) {
            onClose.accept(this);
            ready(READABLE | WRITABLE);
        }
    }

    private synchronized boolean release() {
        if (closed) {
            return false;
        }
        closed = true;
        try {
            epoll.remove(pair.master());
        } catch (IOException notThere) {
            // closing the descriptor also removes it from the set
        }
        if (!left) {
            pair.close();
        }
        return true;
    }
}
