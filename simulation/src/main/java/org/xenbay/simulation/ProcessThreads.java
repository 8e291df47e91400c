// SPDX-License-Identifier: Apache-2.0
package org.xenbay.simulation;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.xenbay.simulation.schedule.Scheduler;

/** The threads of simulated processes. */
final class ProcessThreads {

    private static final long TIMEOUT_SECONDS = 20;
    private static final Pattern NAMES = Pattern.compile("(xenbay|xenbus)-.*");

    /** Threads of earlier processes, by their ids. */
    private final Set<Long> earlier = now().map(ThreadInfo::getThreadId).collect(Collectors.toCollection(HashSet::new));

    /** Waits until each thread that was between two steps when the process was killed has come to its next step. */
    void awaitStandstill() {
        Scheduler scheduler = Scheduler.current();
        if (scheduler == null) {
            awaitOnRealThreads();
        } else {
            scheduler.await(() -> !scheduler.anyRuns(thread -> isOfProcess(thread.getName())));
        }
    }

    private static boolean isOfProcess(String name) {
        return NAMES.matcher(name).matches();
    }

    /**
     * Takes one dump of all threads at one moment. With separate dumps, a thread that waits for a lock could continue
     * unnoticed, because the lock's owner may release the lock after its own dump.
     */
    private void awaitOnRealThreads() {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(TIMEOUT_SECONDS);
        List<ThreadInfo> now = ofThisLife();
        while (now.stream().anyMatch(ProcessThreads::runs)) {
            if (System.nanoTime() > end) {
                throw new IllegalStateException("a killed process runs on: " + now);
            }
            LockSupport.parkNanos(100_000);
            now = ofThisLife();
        }
        now.forEach(thread -> earlier.add(thread.getThreadId()));
    }

    private List<ThreadInfo> ofThisLife() {
        return now().filter(thread -> !earlier.contains(thread.getThreadId())).toList();
    }

    /** A free lock is about to be taken by a waiting thread. */
    private static boolean runs(ThreadInfo thread) {
        return thread.getThreadState() == Thread.State.RUNNABLE
                || thread.getThreadState() == Thread.State.BLOCKED && thread.getLockOwnerId() == -1;
    }

    private static Stream<ThreadInfo> now() {
        return Scheduler.current() == null
                ? Arrays.stream(ManagementFactory.getThreadMXBean().dumpAllThreads(false, false, 0))
                        .filter(thread -> isOfProcess(thread.getThreadName()))
                : Stream.empty();
    }

    /** @return the position of each thread that may still run, in words */
    String describe() {
        Scheduler scheduler = Scheduler.current();
        return scheduler != null
                ? scheduler.describe()
                : Arrays.stream(ManagementFactory.getThreadMXBean().dumpAllThreads(true, true))
                        .filter(thread -> !earlier.contains(thread.getThreadId()))
                        .map(ThreadInfo::toString)
                        .collect(Collectors.joining());
    }
}
