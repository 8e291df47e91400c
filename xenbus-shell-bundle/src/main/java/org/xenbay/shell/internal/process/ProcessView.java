// SPDX-License-Identifier: Apache-2.0
package org.xenbay.shell.internal.process;

import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
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

    /** @return this process now */
    public static ProcessView now() {
        return now(KernelView.ofThisProcess());
    }

    /** @param kernel what the kernel shows of the process */
    static ProcessView now(KernelView kernel) {
        Runtime runtime = Runtime.getRuntime();
        List<GarbageCollectorMXBean> collectors = ManagementFactory.getGarbageCollectorMXBeans();
        ProcessHandle.Info info = ProcessHandle.current().info();
        Long resident = kernel.residentKibibytes();
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
                resident == null ? null : KIB * resident,
                kernel.openDescriptors(),
                kernel.maxDescriptors());
    }
}
