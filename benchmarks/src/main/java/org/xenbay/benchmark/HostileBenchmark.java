// SPDX-License-Identifier: Apache-2.0
package org.xenbay.benchmark;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Runs hostile guests, which use and request as much as they can, together with a polite one. Checks that the daemon stays
 * within its budgets, and measures the polite guest's requests with and without the hostile guests.
 */
final class HostileBenchmark {

    private static final int GUESTS = 20;
    private static final double MAX_RATIO = 3;
    private static final int WARM_UP_SECONDS = 10;
    private static final int QUIET_SECONDS = 15;

    private static final long WATCH_MILLIS = 1000;

    private final int minutes = Integer.parseInt(System.getenv().getOrDefault("MINUTES", "1"));
    private final AtomicReference<Throwable> failure = new AtomicReference<>();
    private final AtomicLong mostHeap = new AtomicLong();
    private final AtomicLong mostDescriptors = new AtomicLong();
    private final AtomicLong mostMemory = new AtomicLong();
    private final AtomicLong mostJournal = new AtomicLong();

    /** @return whether the daemon survived, and the polite guest's latency hardly grew */
    boolean run() throws Exception {
        Thread.setDefaultUncaughtExceptionHandler((thread, thrown) -> failure.compareAndSet(null, thrown));
        Path folder = Files.createTempDirectory("xenbay-benchmark");
        try (HostileHost host = new HostileHost(folder)) {
            return run(host);
        } finally {
            // An exception of the main thread is printed from here on.
            Thread.setDefaultUncaughtExceptionHandler(null);
            delete(folder);
        }
    }

    private boolean run(HostileHost host) throws Exception {
        PoliteGuest polite = new PoliteGuest(host);
        List<HostileGuest> hostile = new ArrayList<>();
        for (int i = 0; i < GUESTS; i++) {
            hostile.add(new HostileGuest(host, i));
        }
        polite.run(WARM_UP_SECONDS);
        Statistics quiet = polite.run(QUIET_SECONDS);
        hostile.forEach(HostileGuest::start);
        Thread watcher = watcher(host);
        polite.run(WARM_UP_SECONDS);
        Statistics beside = polite.run(TimeUnit.MINUTES.toSeconds(minutes));
        watcher.interrupt();
        watcher.join();
        long attempts = hostile.stream().mapToLong(HostileGuest::attempts).sum();
        long refused = hostile.stream().mapToLong(HostileGuest::refused).sum();
        hostile.forEach(HostileGuest::end);
        System.out.printf(
                "%d hostile guests for %d min: %,d requests, %,d of them refused%n",
                GUESTS, minutes, attempts, refused);
        hostile.forEach(each -> System.out.println("  " + each));
        report(host, quiet, beside);
        return verdict(host, quiet, beside);
    }

    private void report(HostileHost host, Statistics quiet, Statistics beside) {
        System.out.printf(
                "a polite guest's requests: p50 %.0f us without them, %.0f us with them; p99 %.0f us and %.0f us, %.1f times%n",
                quiet.percentile(50),
                beside.percentile(50),
                quiet.percentile(99),
                beside.percentile(99),
                ratio(quiet, beside));
        System.out.printf(
                "heap: at most %d MB of %d MB; kept for guests: at most %d MB of %d MB%n",
                mostHeap.get() >> 20,
                Runtime.getRuntime().maxMemory() >> 20,
                mostMemory.get() >> 20,
                host.memory().total() >> 20);
        System.out.printf(
                "descriptors: at most %d open, of %d that guests may hold; journals: at most %d KB%n",
                mostDescriptors.get(), host.descriptors().total(), mostJournal.get() >> 10);
    }

    private static double ratio(Statistics quiet, Statistics beside) {
        return beside.percentile(99) / quiet.percentile(99);
    }

    private boolean verdict(HostileHost host, Statistics quiet, Statistics beside) {
        boolean good = true;
        if (failure.get() != null) {
            System.out.println("FAILED: " + failure.get());
            good = false;
        }
        if (mostMemory.get() > host.memory().total() || mostDescriptors.get() > host.limit()) {
            System.out.println("FAILED: more than the budget");
            good = false;
        }
        if (ratio(quiet, beside) > MAX_RATIO) {
            System.out.printf("FAILED: the polite guest waits more than %.0f times as long%n", MAX_RATIO);
            good = false;
        }
        return good;
    }

    private Thread watcher(HostileHost host) {
        Thread thread = new Thread(
                () -> {
                    SchedulingClass.idle();
                    try {
                        while (true) {
                            watch(host);
                            Thread.sleep(WATCH_MILLIS);
                        }
                    } catch (InterruptedException ended) {
                        return;
                    }
                },
                "watcher");
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private void watch(HostileHost host) {
        max(mostHeap, ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
        max(mostMemory, host.memory().taken());
        max(mostDescriptors, host.openDescriptors());
        max(mostJournal, host.journalBytes());
    }

    private static void max(AtomicLong most, long now) {
        most.accumulateAndGet(now, Math::max);
    }

    /** Uses rm, because guests nest folders until their paths are too long for a system call. */
    private static void delete(Path folder) throws IOException, InterruptedException {
        int status = new ProcessBuilder("rm", "-rf", folder.toString())
                .inheritIO()
                .start()
                .waitFor();
        if (status != 0) {
            throw new IOException(folder + " cannot be deleted");
        }
    }
}
