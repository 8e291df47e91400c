// SPDX-License-Identifier: Apache-2.0
package org.xenbay.frontend;

import java.time.Duration;

/** A console whose ring is attached and detached, and which its owner closes. */
abstract class RingConsole implements ConsoleStream, AutoCloseable {

    final RingStream stream = new RingStream();

    @Override
    public final boolean isOpen() {
        return stream.isOpen();
    }

    @Override
    public final int write(byte[] source, int offset, int length) {
        return stream.write(source, offset, length);
    }

    @Override
    public final boolean writeFully(byte[] source, Duration timeout) throws InterruptedException {
        return stream.writeFully(source, timeout);
    }

    @Override
    public final int read(byte[] target, int offset, int length) {
        return stream.read(target, offset, length);
    }

    @Override
    public final Runnable onEvent(Runnable listener) {
        return stream.onEvent(listener);
    }

    @Override
    public final long corruptions() {
        return stream.corruptions();
    }

    /** Stops using the ring. */
    @Override
    public abstract void close();
}
