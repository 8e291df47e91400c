// SPDX-License-Identifier: Apache-2.0
package org.xenbay.benchmark;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The pause of a guest while the bundle that serves its console is replaced. A typist sends keys to the console's terminal,
 * each after the guest's echo of the earlier one. The longest wait during an update is its pause.
 */
final class UpdateBenchmark {

    private static final String BUNDLE = "org.xenbay.backend.console";
    private static final String FILE = "console-backend-bundle.jar";
    private static final String DEVICE = "1/console/1";
    private static final int UPDATES = 20;
    private static final int WARM_UP = 5;
    private static final Pattern TTY = Pattern.compile("^tty: (/dev/pts/\\d+)$", Pattern.MULTILINE);
    private static final Pattern UNSERVED = Pattern.compile("not served for ([0-9.]+) ms");

    private final Path distribution;

    UpdateBenchmark(Path distribution) {
        this.distribution = distribution;
    }

    void run() throws Exception {
        Path folder = Files.createTempDirectory("xenbay-benchmark");
        try (InstalledDaemon daemon = new InstalledDaemon(distribution, folder)) {
            measure(daemon);
        } finally {
            InstalledDaemon.delete(folder);
        }
    }

    private void measure(InstalledDaemon daemon) throws Exception {
        Path jar;
        try (Stream<Path> files = Files.list(distribution.resolve("deploy"))) {
            jar = files.filter(file -> file.getFileName().toString().equals(FILE))
                    .findFirst()
                    .orElseThrow();
        }
        double[] seen = new double[UPDATES];
        double[] unserved = new double[UPDATES];
        try (Typist typist = new Typist(terminal(daemon))) {
            for (int i = -WARM_UP; i < UPDATES; i++) {
                typist.begin();
                Matcher report = UNSERVED.matcher(daemon.command(false, "update", BUNDLE, jar.toString()));
                double pause = typist.end();
                if (!report.find()) {
                    throw new IllegalStateException("the update says nothing of " + DEVICE);
                }
                if (i >= 0) {
                    seen[i] = pause;
                    unserved[i] = Double.parseDouble(report.group(1));
                }
            }
        }
        System.out.println(
                "update of the console's bundle, pause seen by the guest: " + new Statistics(seen).text("ms"));
        System.out.println("of which its device was not served: " + new Statistics(unserved).text("ms"));
    }

    private static String terminal(InstalledDaemon daemon) throws Exception {
        for (int attempt = 0; attempt < 100; attempt++) {
            Matcher tty = TTY.matcher(daemon.command(true, "device", DEVICE));
            if (tty.find()) {
                return tty.group(1);
            }
            TimeUnit.MILLISECONDS.sleep(100);
        }
        throw new IllegalStateException(DEVICE + " has no terminal");
    }

    /** Types until it is ended, each key after the echo of the earlier one. */
    private static final class Typist implements AutoCloseable {
        private final RandomAccessFile terminal;
        private final Thread thread = new Thread(this::type, "typist");
        private volatile boolean ended;
        private volatile long longest;
        private volatile @Nullable IOException failure;

        Typist(String path) throws IOException {
            terminal = new RandomAccessFile(path, "rw");
            thread.setDaemon(true);
            thread.start();
        }

        private void type() {
            try {
                for (int key = 0; !ended; key++) {
                    boolean end = key % 60 == 59;
                    byte typed = (byte) (end ? '\r' : 'a' + key % 26);
                    long start = System.nanoTime();
                    terminal.write(typed);
                    awaitEcho(end ? '#' : typed);
                    longest = Math.max(longest, System.nanoTime() - start);
                }
            } catch (IOException failed) {
                failure = failed;
            }
        }

        /** The answer to the end of a line is a message and the prompt, which ends with {@code # }. */
        private void awaitEcho(int last) throws IOException {
            int read;
            do {
                read = terminal.read();
            } while (read >= 0 && read != last);
            if (read < 0) {
                throw new IOException("the terminal has ended");
            }
        }

        void begin() {
            longest = 0;
        }

        double end() throws IOException {
            if (failure != null) {
                throw failure;
            }
            return longest / 1e6;
        }

        @Override
        public void close() {
            ended = true;
        }
    }
}
