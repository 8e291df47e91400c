// SPDX-License-Identifier: Apache-2.0
package org.xenbay.testkit;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.xenbay.api.thread.DaemonThreads;
import org.xenbay.api.xen.Author;

/**
 * Samples the calls into a backend's code, on a separate thread. Two figures count: how often a call was found waiting, and the
 * processor time that it has used. Neither depends on other load of the machine.
 */
final class CallWatch implements AutoCloseable {

    private static final long LOOK_MILLIS = 20;

    /** Number of consecutive samples that find a call waiting: 0.8 s and more. */
    private static final int MAX_WAITS = 40;

    private static final long MAX_CPU_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    private final Calls calls;
    private final Map<Long, Seen> seen = new HashMap<>();
    private final Thread thread = DaemonThreads.of("contract-watch", this::run);
    private volatile boolean ended;

    /** A call that an earlier look has found. */
    private static final class Seen {
        private final long begin;
        private long cpu;
        private int waits;

        Seen(long cpu) {
            this.begin = cpu;
            this.cpu = cpu;
        }
    }

    CallWatch(Calls calls) {
        this.calls = calls;
        thread.start();
    }

    private void run() {
        try {
            while (!ended) {
                TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
                seen.keySet().retainAll(calls.underWay().keySet());
                calls.underWay().forEach(this::look);
            }
        } catch (InterruptedException end) {
            Thread.currentThread().interrupt();
        }
    }

    private void look(long number, Calls.Call call) {
        long cpu = threads.getThreadCpuTime(call.thread().getId());
        Seen before = seen.computeIfAbsent(number, unused -> new Seen(cpu));
        StackTraceElement[] stack = call.thread().getStackTrace();
        boolean waits = isWaiting(call.thread(), stack) && cpu - before.cpu < TimeUnit.MILLISECONDS.toNanos(1);
        before.waits = waits ? before.waits + 1 : 0;
        before.cpu = cpu;
        if (before.waits > MAX_WAITS) {
            calls.broken(Rule.DOES_NOT_BLOCK, call.what() + " waits in " + words(stack), null);
        } else if (cpu - before.begin > MAX_CPU_NANOS) {
            calls.broken(Rule.DOES_NOT_SPIN, call.what() + " does not end" + words(stack), null);
        }
    }

    /** A thread that waits for a file or a socket is in a native method. */
    private static boolean isWaiting(Thread thread, StackTraceElement[] stack) {
        return switch (thread.getState()) {
            case WAITING, TIMED_WAITING, BLOCKED -> true;
            case RUNNABLE -> stack.length > 0 && stack[0].isNativeMethod();
            default -> false;
        };
    }

    private static String words(StackTraceElement[] stack) {
        String innermost = stack.length == 0 ? "" : stack[0].toString();
        return innermost + Author.of(stack).map(frame -> ", at " + frame).orElse("");
    }

    @Override
    public void close() {
        ended = true;
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
