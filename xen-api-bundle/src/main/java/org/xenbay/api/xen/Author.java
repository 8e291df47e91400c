// SPDX-License-Identifier: Apache-2.0
package org.xenbay.api.xen;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds the line of a backend's own code for a message, in a stack whose innermost frames are the platform's. */
public final class Author {

    private static final List<String> PLATFORM = List.of(
            "java.",
            "javax.",
            "jdk.",
            "sun.",
            "com.sun.",
            "org.xenbay.api.ring.",
            "org.xenbay.api.xen.SharedMemory.",
            "org.xenbay.api.xen.SharedMemory$",
            "org.xenbay.api.device.",
            "org.xenbay.api.figure.",
            "org.xenbay.api.xen.AccessErrors.",
            "org.xenbay.api.xen.Author.",
            "org.xenbay.api.xen.GrantCopy.",
            "org.xenbay.api.journal.JournalHeader.",
            "org.xenbay.api.journal.JournalLayout.",
            "org.xenbay.api.journal.JournalLayout$",
            "org.xenbay.api.journal.JournalMemory.",
            "org.xenbay.api.journal.JournalText.",
            "org.xenbay.core.device.",
            "org.xenbay.core.machine.",
            "org.xenbay.core.registry.",
            "org.xenbay.core.admin.",
            "org.xenbay.testkit.Calls.",
            "org.xenbay.testkit.Calls$",
            "org.xenbay.testkit.WatchedBackend.",
            "org.xenbay.testkit.WatchedBackend$");

    private Author() {}

    /**
     * @param stack innermost frame first
     * @return the first frame that is outside of the JDK and of the platform
     */
    public static Optional<StackTraceElement> of(StackTraceElement... stack) {
        return Stream.of(stack).filter(frame -> !isPlatform(frame)).findFirst();
    }

    /** @return the calling thread's first such frame, as the end of a message: {@code , at …}; empty when there is no such frame */
    public static String here() {
        return of(new Throwable().getStackTrace()).map(frame -> ", at " + frame).orElse("");
    }

    private static boolean isPlatform(StackTraceElement frame) {
        String name = frame.getClassName() + ".";
        return PLATFORM.stream().anyMatch(name::startsWith);
    }
}
