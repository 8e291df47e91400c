// SPDX-License-Identifier: Apache-2.0
package org.xenbay.it;

import java.io.File;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.xenbay.api.management.HostView;
import org.xenbay.api.management.XenbusAdmin;

/**
 * What this process holds at a moment.
 *
 * @param threads live threads
 * @param descriptors open file descriptors
 * @param mappedPages pages of guests mapped
 * @param boundPorts event channels bound
 */
record Usage(int threads, int descriptors, int mappedPages, int boundPorts) {

    static Usage of(XenbusAdmin admin) {
        HostView host = admin.host();
        return new Usage(
                Thread.getAllStackTraces().size(),
                Objects.requireNonNull(new File("/proc/self/fd").list()).length,
                host.mappedPages(),
                host.boundPorts());
    }

    /** Names of the threads, counted, for the message of a failure. */
    static String threadNames() {
        return new TreeMap<>(Thread.getAllStackTraces().keySet().stream()
                        .collect(Collectors.groupingBy(Thread::getName, Collectors.counting())))
                .toString();
    }
}
