// SPDX-License-Identifier: Apache-2.0
package org.xenbay.benchmark;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Memory of many screens in one daemon: with the guests' own pictures, which are in the same process without Xen, and with a
 * viewer for each screen. The demonstration's guest draws on them ten times a second while they have viewers.
 */
final class ScreenBenchmark {

    private static final int SCREENS = 50;
    private static final int FIRST = 10;
    private static final int WIDTH = 800;
    private static final int HEIGHT = 600;
    private static final double MEBIBYTE = 1 << 20;
    /** MiB of the copy that the backend compares with, which all viewers of a screen share. */
    private static final double PICTURE = WIDTH * HEIGHT * Integer.BYTES / MEBIBYTE;
    /** MiB of the guest's picture: Linux allocates this for any size. */
    private static final double GUESTS = 2;

    private static final int SECONDS = 10;
    private static final Pattern CONNECTED =
            Pattern.compile("^1/vfb/\\d+\\tdemo\\tConnected\\tConn", Pattern.MULTILINE);

    private final Path distribution;

    ScreenBenchmark(Path distribution) {
        this.distribution = distribution;
    }

    void run() throws Exception {
        Path folder = Files.createTempDirectory("xenbay-benchmark");
        try (InstalledDaemon daemon = new InstalledDaemon(distribution, folder)) {
            awaitScreens(daemon, 1);
            double without = DaemonMemory.used(daemon.pid());
            daemon.command(false, "-c", numbers(i -> "attach 1/vfb/" + i + " width=" + WIDTH + " height=" + HEIGHT));
            awaitScreens(daemon, SCREENS + 1);
            double unseen = DaemonMemory.used(daemon.pid());
            System.out.printf(
                    "screens, %d of %d by %d while nobody looks: %.2f MiB each beyond the guest's own picture%n",
                    SCREENS, WIDTH, HEIGHT, (unseen - without) / SCREENS - GUESTS);
            watch(daemon, folder.resolve("vnc"), unseen);
        } finally {
            InstalledDaemon.delete(folder);
        }
    }

    private static void watch(InstalledDaemon daemon, Path sockets, double unseen) throws Exception {
        List<ZrleViewer> viewers = new ArrayList<>();
        try {
            for (int i = FIRST; i < FIRST + SCREENS; i++) {
                viewers.add(new ZrleViewer(sockets.resolve("1-" + i + ".sock")));
            }
            for (ZrleViewer viewer : viewers) {
                viewer.awaitUpdates(2);
            }
            long bytes = received(viewers);
            long updates = updates(viewers);
            long began = System.nanoTime();
            TimeUnit.SECONDS.sleep(SECONDS);
            double seconds = (System.nanoTime() - began) / 1e9;
            double each = seconds * SCREENS;
            System.out.printf(
                    "screens, a viewer at each: %.1f updates and %.0f kB a second each%n",
                    (updates(viewers) - updates) / each, (received(viewers) - bytes) / each / 1e3);
            System.out.printf(
                    "screens, a viewer at each: %.2f MiB each beyond the one copy of the picture, %.2f MiB%n",
                    (DaemonMemory.used(daemon.pid()) - unseen) / SCREENS - PICTURE, PICTURE);
        } finally {
            viewers.forEach(ZrleViewer::close);
        }
    }

    private static long received(List<ZrleViewer> viewers) {
        return viewers.stream().mapToLong(ZrleViewer::bytes).sum();
    }

    private static long updates(List<ZrleViewer> viewers) {
        return viewers.stream().mapToLong(ZrleViewer::updates).sum();
    }

    private static String numbers(IntFunction<String> line) {
        return IntStream.range(FIRST, FIRST + SCREENS).mapToObj(line).collect(Collectors.joining("; "));
    }

    private static void awaitScreens(InstalledDaemon daemon, int count) throws Exception {
        for (int attempt = 0;
                CONNECTED.matcher(daemon.command(false, "devices")).results().count() < count;
                attempt++) {
            if (attempt == 100) {
                throw new IllegalStateException("the screens do not connect");
            }
            TimeUnit.MILLISECONDS.sleep(100);
        }
    }
}
