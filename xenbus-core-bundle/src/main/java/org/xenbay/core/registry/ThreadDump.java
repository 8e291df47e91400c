// SPDX-License-Identifier: Apache-2.0
package org.xenbay.core.registry;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What all threads do, in lines for the log: threads that do the same share one. */
final class ThreadDump {

    static final int MAX_LINES = 64;
    private static final int MAX_FRAMES = 16;
    private static final int MAX_NAMES = 4;

    /** The beginning of the names of the platform's own threads. */
    private static final String OWN = "xenb";

    private static final Comparator<ThreadInfo> OWN_FIRST = Comparator.comparing(
                    (ThreadInfo thread) -> !thread.getThreadName().startsWith(OWN))
            .thenComparing(ThreadInfo::getThreadName);

    private ThreadDump() {}

    /** @return a line for each stack: the names of its threads, their state, who holds the lock that they want, and the frames */
    static List<String> lines() {
        ThreadInfo[] all = ManagementFactory.getThreadMXBean().dumpAllThreads(false, false, MAX_FRAMES);
        Map<String, List<String>> names = new LinkedHashMap<>();
        Arrays.stream(all)
                .sorted(OWN_FIRST)
                .forEach(thread -> names.computeIfAbsent(activity(thread), unused -> new ArrayList<>())
                        .add(thread.getThreadName()));
        List<String> lines = names.entrySet().stream()
                .limit(MAX_LINES)
                .map(stack -> "thread " + some(stack.getValue()) + " " + stack.getKey())
                .collect(Collectors.toCollection(ArrayList::new));
        if (names.size() > MAX_LINES) {
            lines.add("and " + (names.size() - MAX_LINES) + " more stacks");
        }
        return lines;
    }

    private static String some(List<String> names) {
        String first =
                names.stream().limit(MAX_NAMES).map(name -> '"' + name + '"').collect(Collectors.joining(", "));
        return names.size() > MAX_NAMES ? first + " and " + (names.size() - MAX_NAMES) + " more" : first;
    }

    private static String activity(ThreadInfo thread) {
        String owner = thread.getLockOwnerName();
        return thread.getThreadState()
                + (owner == null ? "" : ", wants a lock that \"" + owner + "\" holds")
                + Stream.of(thread.getStackTrace())
                        .map(frame -> frame.getClassName() + "." + frame.getMethodName() + ":" + frame.getLineNumber())
                        .collect(Collectors.joining(" < ", ": ", ""));
    }
}
