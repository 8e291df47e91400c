// SPDX-License-Identifier: Apache-2.0
package org.xenbay.fuzz;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Time without the delays by other work of the machine: a thread that only sleeps measures how late it is woken up, and that
 * time is not counted. On a quiet machine it runs like any clock.
 */
final class QuietClock implements AutoCloseable {

    private static final Path TASKS = Path.of("/proc/self/task");
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

    /**
     * The same by a dearer and stricter measure: without the time that this process's threads were ready to run and had no processor.
     * While an input waits, all threads that could make it go on may wait for a processor at once.
     *
     * @return nanoseconds since some moment
     */
    long withoutWaiting() {
        long now = System.nanoTime();
        long waited = 0;
        for (String thread : names(TASKS)) {
            waited += waited(TASKS.resolve(thread).resolve("schedstat"));
        }
        return now - waited;
    }

    private static String[] names(Path folder) {
        String[] names = folder.toFile().list();
        return names == null ? new String[0] : names;
    }

    /** @return nanoseconds that a thread has waited for a processor; 0 when it has ended, or the kernel does not count */
    private static long waited(Path statistics) {
        try {
            return Long.parseLong(Files.readString(statistics).split(" ")[1]);
        } catch (IOException | ArrayIndexOutOfBoundsException | NumberFormatException unknown) {
            return 0;
        }
    }

    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(thread);
    }
}
