// SPDX-License-Identifier: Apache-2.0
package org.xenbay.fuzz;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

/**
 * Runs inputs on a target and holds what each costs against a budget: descriptors, memory, and, where the machine is the
 * fuzzer's own, time. An input beyond the budget runs again, so that the work of other threads and of the JVM is not attributed
 * to it.
 */
final class Harness implements AutoCloseable {

    /**
     * What one input may cost.
     *
     * @param allocated bytes allocated by all threads that live on
     * @param buffers bytes of direct buffers at its end
     * @param time from its begin to its end; zero where it is not looked at
     * @param timeout at the last try, for what ends by itself
     */
    record Budget(long allocated, long buffers, Duration time, Duration timeout) {

        private static final Duration TIMEOUT = Duration.ofSeconds(20);

        /** For tests, which may run beside anything: no time. */
        static final Budget OF_TESTS = new Budget(256L << 20, 192L << 20, Duration.ZERO, TIMEOUT);

        /** For the fuzzer: one second. */
        static final Budget OF_FUZZER = new Budget(256L << 20, 192L << 20, Duration.ofSeconds(1), TIMEOUT);
    }

    private static final int TRIES = 3;
    private static final Path DESCRIPTORS = Path.of("/proc/self/fd");
    /** A selector may hold a closed socket until it is woken up the next time, so the first tries do not wait for long. */
    private static final Duration SHORTLY = Duration.ofMillis(500);

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final BufferPoolMXBean buffers = ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
            .filter(pool -> pool.getName().equals("direct"))
            .findFirst()
            .orElseThrow();
    private final FuzzTarget target;
    private final Budget budget;
    private final Defects defects = new Defects();
    private final QuietClock quiet = new QuietClock();
    private final LongSupplier clock;
    /** The clock for an input that seemed to take too long. */
    private final LongSupplier clockOfRetries;

    private final Path folder;

    /**
     * @param maker of the target
     * @param budget of each input
     */
    Harness(Targets.Maker maker, Budget budget) throws Exception {
        this(maker, budget, null);
    }

    /** @param clock in nanoseconds; null for that of a quiet machine */
    Harness(Targets.Maker maker, Budget budget, LongSupplier clock) throws Exception {
        this.budget = budget;
        this.clock = clock == null ? quiet::now : clock;
        this.clockOfRetries = clock == null ? quiet::withoutWaiting : clock;
        this.folder = Files.createTempDirectory("xenbay-fuzz");
        this.target = maker.make(folder);
        // Opens, loads and allocates what the first use does.
        target.run(new Input(new byte[0]));
    }

    FuzzTarget target() {
        return target;
    }

    /** @throws Finding when the input did, or cost, what it may not */
    void run(byte[] data) throws Exception {
        String tooMuch = attempt(data, SHORTLY, clock);
        for (int tries = 1; tries < TRIES && !tooMuch.isEmpty(); tries++) {
            tooMuch = attempt(data, tries < TRIES - 1 ? SHORTLY : budget.timeout(), clockOfRetries);
        }
        Finding.require(tooMuch.isEmpty(), tooMuch);
    }

    private String attempt(byte[] data, Duration timeout, LongSupplier time) throws Exception {
        long descriptors = descriptors();
        long allocated = allocated();
        long began = time.getAsLong();
        target.run(new Input(data));
        long took = time.getAsLong() - began;
        List<String> found = defects.take();
        Finding.require(found.isEmpty(), "logged as a defect: " + found);
        return tooMuch(descriptors, allocated() - allocated, took, timeout);
    }

    private String tooMuch(long descriptors, long allocated, long took, Duration timeout) throws IOException {
        if (!budget.time().isZero() && took > budget.time().toNanos()) {
            return "took " + TimeUnit.NANOSECONDS.toMillis(took) + " ms";
        }
        if (allocated > budget.allocated()) {
            return "allocated " + allocated + " bytes";
        }
        if (buffers.getMemoryUsed() > budget.buffers()) {
            // Buffers go when they are collected.
            System.gc();
            awaitAtMost(budget.buffers(), buffers::getMemoryUsed, timeout);
            if (buffers.getMemoryUsed() > budget.buffers()) {
                return "left " + buffers.getMemoryUsed() + " bytes of direct buffers";
            }
        }
        awaitAtMost(descriptors, Harness::descriptors, timeout);
        long left = descriptors();
        return left > descriptors ? "left " + (left - descriptors) + " descriptors open" : "";
    }

    private interface Measure {
        long now() throws IOException;
    }

    /** Work that ends by itself, such as closing a connection, has some time for it. */
    private static void awaitAtMost(long most, Measure measure, Duration timeout) throws IOException {
        long end = System.nanoTime() + timeout.toNanos();
        while (measure.now() > most && System.nanoTime() < end) {
            LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(200));
        }
    }

    private static long descriptors() throws IOException {
        try (Stream<Path> open = Files.list(DESCRIPTORS)) {
            return open.count();
        }
    }

    private long allocated() {
        long sum = 0;
        for (long each : threads.getThreadAllocatedBytes(threads.getAllThreadIds())) {
            sum += Math.max(0, each);
        }
        return sum;
    }

    @Override
    public void close() throws Exception {
        target.close();
        quiet.close();
        defects.close();
        Folders.delete(folder);
    }
}
