// SPDX-License-Identifier: Apache-2.0
package org.xenbay.shell.internal.process;

import java.io.IOException;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * This process at one moment. What the host does not tell is null.
 *
 * @param heapUsed bytes of the heap that objects take, also those that are not needed any more
 * @param heapMax bytes that the heap has at most
 * @param threads number of Java's threads
 * @param collections how often garbage was collected
 * @param collecting time that collections have taken, since the start
 * @param cpu time that processors have spent on it, since the start
 * @param started when it has started
 * @param resident bytes of memory that it has
 * @param openDescriptors number of descriptors that are open, of guests' files and all others
 * @param maxDescriptors number of descriptors that it may have
 */
public record ProcessView(
        long heapUsed,
        long heapMax,
        int threads,
        long collections,
        Duration collecting,
        @Nullable Duration cpu,
        @Nullable Instant started,
        @Nullable Long resident,
        @Nullable Long openDescriptors,
        @Nullable Long maxDescriptors) {

    private static final long KIB = 1024;

    /** The fields are those of proc_pid_status(5) and proc_pid_limits(5). */
    private static final Pattern RESIDENT = Pattern.compile("^VmRSS:\\s+(\\d+) kB$", Pattern.MULTILINE);

    private static final Pattern MAX_DESCRIPTORS = Pattern.compile("^Max open files\\s+(\\d+) ", Pattern.MULTILINE);

    /** @return this process now */
    public static ProcessView now() {
        return now(Path.of("/proc/self"));
    }

    /** @param proc the process's folder in the file system proc */
    static ProcessView now(Path proc) {
        Runtime runtime = Runtime.getRuntime();
        List<GarbageCollectorMXBean> collectors = ManagementFactory.getGarbageCollectorMXBeans();
        ProcessHandle.Info info = ProcessHandle.current().info();
        return new ProcessView(
                runtime.totalMemory() - runtime.freeMemory(),
                runtime.maxMemory(),
                ManagementFactory.getThreadMXBean().getThreadCount(),
                collectors.stream()
                        .mapToLong(GarbageCollectorMXBean::getCollectionCount)
                        .filter(count -> count > 0)
                        .sum(),
                Duration.ofMillis(collectors.stream()
                        .mapToLong(GarbageCollectorMXBean::getCollectionTime)
                        .filter(millis -> millis > 0)
                        .sum()),
                info.totalCpuDuration().orElse(null),
                info.startInstant().orElse(null),
                times(KIB, number(proc.resolve("status"), RESIDENT)),
                count(proc.resolve("fd")),
                number(proc.resolve("limits"), MAX_DESCRIPTORS));
    }

    private static @Nullable Long times(long factor, @Nullable Long number) {
        return number == null ? null : factor * number;
    }

    private static @Nullable Long count(Path folder) {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.count();
        } catch (IOException notTold) {
            return null;
        }
    }

    private static @Nullable Long number(Path file, Pattern pattern) {
        try {
            Matcher found = pattern.matcher(Files.readString(file, StandardCharsets.ISO_8859_1));
            return found.find() ? Long.valueOf(found.group(1)) : null;
        } catch (IOException notTold) {
            return null;
        }
    }
}
