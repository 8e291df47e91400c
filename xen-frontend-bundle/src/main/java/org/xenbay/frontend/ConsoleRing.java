// SPDX-License-Identifier: Apache-2.0
package org.xenbay.frontend;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import org.xenbay.api.ring.ByteRingReader;
import org.xenbay.api.ring.ByteRingWriter;
import org.xenbay.api.ring.CorruptRingException;
import org.xenbay.api.xen.SharedMemory;

/**
 * The guest's side of a console page (xen/include/public/io/console.h, struct xencons_interface). Signals the backend only when
 * an index has moved.
 */
final class ConsoleRing {

    private static final int IN = 0;
    private static final int IN_SIZE = 1024;
    private static final int OUT = 1024;
    private static final int OUT_SIZE = 2048;
    private static final int IN_CONS = 3072;
    private static final int IN_PROD = 3076;
    private static final int OUT_CONS = 3080;
    private static final int OUT_PROD = 3084;

    private final Runnable signal;
    private final ByteRingReader in;
    private final ByteRingWriter out;

    @GuardedBy("this")
    private boolean closed;

    @GuardedBy("this")
    private long corruptions;

    ConsoleRing(SharedMemory page, Runnable signal) {
        this.signal = signal;
        this.in = new ByteRingReader(page, IN, IN_SIZE, IN_CONS, IN_PROD);
        this.out = new ByteRingWriter(page, OUT, OUT_SIZE, OUT_CONS, OUT_PROD);
    }

    int write(byte[] source, int offset, int length) {
        return signalled(() -> out.write(source, offset, length));
    }

    int read(byte[] target, int offset, int length) {
        return signalled(() -> in.read(target, offset, length));
    }

    synchronized long corruptions() {
        return corruptions;
    }

    /** Stops using the page. */
    synchronized void close() {
        closed = true;
    }

    /** The backend's handler may run inside the signal, so it is sent without the lock. */
    private int signalled(Move move) {
        int moved = moved(move);
        if (moved > 0) {
            signal.run();
        }
        return moved;
    }

    private synchronized int moved(Move move) {
        if (closed) {
            return 0;
        }
        try {
            return move.run();
        } catch (CorruptRingException corrupt) {
            // As in Linux: this call moves nothing, and transfers continue when the index is valid again.
            corruptions++;
            return 0;
        }
    }

    @FunctionalInterface
    private interface Move {
        int run();
    }
}
