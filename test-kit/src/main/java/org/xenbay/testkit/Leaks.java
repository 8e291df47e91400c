// SPDX-License-Identifier: Apache-2.0
package org.xenbay.testkit;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.xenbay.api.xen.Author;

/** Threads and open files of this process at one moment. Additional ones at a later moment are leaks. */
final class Leaks {

    private static final Path OPEN = Path.of("/proc/self/fd");

    /** Threads of the JVM, of JUnit, of Awaitility, of the platform, and of a guest. */
    private static final Pattern OTHERS = Pattern.compile(
            "guest-program.*|contract-.*|awaitility.*|ForkJoinPool.*|Common-Cleaner|Cleaner-.*|process reaper.*|junit-.*|surefire.*"
                    + "|JFR.*|Attach Listener|Keep-Alive-Timer|JNA Cleaner|Finalizer|frontend.*|xenbus-.*|xenstore-.*");

    /** Files that the JVM opens when it loads classes, and those of this check itself. */
    private static final Pattern CODE =
            Pattern.compile(".*\\.(jar|so|class|jsa)|.*/modules|/proc/.*|/sys/.*|/dev/u?random");

    static {
        openWhatStaysOpen();
    }

    private final Set<Thread> threads = Thread.getAllStackTraces().keySet();
    private final List<String> files = files();

    /** Opens files that stay open: from the first close of a socket on, the JDK keeps a socket of its own. */
    private static void openWhatStaysOpen() {
        try {
            SocketChannel.open(StandardProtocolFamily.UNIX).close();
        } catch (IOException | UnsupportedOperationException none) {
            throw new IllegalStateException("this system has no UNIX sockets", none);
        }
    }

    /** Demands that there are none, soon. */
    void check(Demands demands) {
        demands.until(
                Rule.ENDS_ITS_THREADS,
                () -> "threads left: " + threads(),
                () -> threads().isEmpty());
        demands.until(
                Rule.CLOSES_ITS_FILES,
                () -> "still open: " + openFiles(),
                () -> openFiles().isEmpty());
    }

    /** @return threads that have started since then and still run, in words */
    List<String> threads() {
        return Thread.getAllStackTraces().entrySet().stream()
                .filter(thread -> !threads.contains(thread.getKey()))
                .filter(thread -> thread.getKey().isAlive()
                        && !OTHERS.matcher(thread.getKey().getName()).matches())
                .map(thread -> thread.getKey().getName()
                        + Author.of(thread.getValue())
                                .map(frame -> " at " + frame)
                                .orElse(""))
                .sorted()
                .toList();
    }

    /** @return files that were opened since then and are still open */
    Set<String> openFiles() {
        List<String> now = new ArrayList<>(files());
        files.forEach(now::remove);
        return new TreeSet<>(now);
    }

    private static List<String> files() {
        if (!Files.isDirectory(OPEN)) {
            return List.of();
        }
        try (Stream<Path> all = Files.list(OPEN)) {
            return all.map(Leaks::target)
                    .filter(target -> !target.isEmpty() && !CODE.matcher(target).matches())
                    .toList();
        } catch (IOException closed) {
            return List.of();
        }
    }

    private static String target(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString();
        } catch (IOException closed) {
            return "";
        }
    }
}
