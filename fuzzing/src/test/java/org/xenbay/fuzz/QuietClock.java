// SPDX-License-Identifier: Apache-2.0
package org.xenbay.fuzz;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Time without what other work of the machine takes: a thread that only sleeps sees how late it is woken up, and that is not
 * counted. On a quiet machine it goes as any clock.
 */
final class QuietClock implements AutoCloseable {

    private static final long TICK = TimeUnit.MILLISECONDS.toNanos(5);

    private final Thread thread = new Thread(this::tick, "fuzz-clock");
    private volatile boolean closed;
    private volatile long late;

    QuietClock() {
        thread.setDaemon(true);
        thread.start();
    }

    private void tick() {
        long last = System.nanoTime();
        while (!closed) {
            LockSupport.parkNanos(TICK);
            long now = System.nanoTime();
            late += Math.max(0, now - last - TICK);
            last = now;
        }
    }

    /** @return nanoseconds since some moment */
    long now() {
        return System.nanoTime() - late;
    }

    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(thread);
    }
}
