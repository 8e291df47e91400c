// SPDX-License-Identifier: Apache-2.0
package org.xenbay.shell.internal.report;

import java.lang.management.LockInfo;
import java.lang.management.ManagementFactory;
import java.lang.management.MonitorInfo;
import java.lang.management.RuntimeMXBean;
import java.lang.management.ThreadInfo;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.xenbay.shell.internal.process.ProcessView;

/** What the Java virtual machine says of itself. */
public final class ThisJvm {

    private static final int MAX_FRAMES = 200;

    /** The beginning of an option that sets a property. */
    private static final String PROPERTY = "-D";

    private ThisJvm() {}

    /** @return versions, sizes and options, a line for each; without passwords */
    public static String about() {
        RuntimeMXBean jvm = ManagementFactory.getRuntimeMXBean();
        ProcessView process = ProcessView.now();
        return Stream.of(
                        "time: " + Instant.now(),
                        "process: " + jvm.getPid() + ", for "
                                + Duration.ofMillis(jvm.getUptime()).toSeconds() + " s",
                        "Java: " + Runtime.version() + ", " + jvm.getVmName() + ", " + jvm.getVmVendor(),
                        "system: " + System.getProperty("os.name") + " " + System.getProperty("os.version") + ", "
                                + System.getProperty("os.arch"),
                        "processors: " + Runtime.getRuntime().availableProcessors(),
                        "heap: " + process.heapUsed() + " of " + process.heapMax() + " bytes",
                        "options: " + options(jvm.getInputArguments().stream()))
                .collect(Collectors.joining("\n", "", "\n"));
    }

    static String options(Stream<String> options) {
        return options.map(ThisJvm::shown).collect(Collectors.joining(" "));
    }

    private static String shown(String option) {
        int value = option.indexOf('=') + 1;
        return value > 0 && option.startsWith(PROPERTY)
                ? option.substring(0, value)
                        + SecretValues.shown(option.substring(PROPERTY.length(), value - 1), option.substring(value))
                : option;
    }

    /** @return each thread with its state, its stack, the locks that it holds, and the lock that it waits for */
    public static String threads() {
        return Stream.of(ManagementFactory.getThreadMXBean().dumpAllThreads(true, true, MAX_FRAMES))
                .map(ThisJvm::thread)
                .collect(Collectors.joining("\n"));
    }

    private static String thread(ThreadInfo thread) {
        StringBuilder text = new StringBuilder();
        text.append('"').append(thread.getThreadName()).append("\" ").append(thread.getThreadState());
        LockInfo wanted = thread.getLockInfo();
        if (wanted != null) {
            text.append(", waits for ").append(wanted);
        }
        if (thread.getLockOwnerName() != null) {
            text.append(", which \"").append(thread.getLockOwnerName()).append("\" holds");
        }
        text.append('\n');
        StackTraceElement[] stack = thread.getStackTrace();
        for (int depth = 0; depth < stack.length; depth++) {
            text.append("    at ").append(stack[depth]).append('\n');
            for (MonitorInfo held : thread.getLockedMonitors()) {
                if (held.getLockedStackDepth() == depth) {
                    text.append("    holds ").append(held).append('\n');
                }
            }
        }
        for (LockInfo held : thread.getLockedSynchronizers()) {
            text.append("    holds ").append(held).append('\n');
        }
        return text.toString();
    }
}
