// SPDX-License-Identifier: Apache-2.0
package org.xenbay.benchmark;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Time from the start of the process until all components are active, and the memory in use then. */
final class StartBenchmark {

    private static final Pattern READY = Pattern.compile("ready (\\d+) ms after the start of the process, (\\d+) MB");
    private static final int RUNS = 7;

    private final Path distribution;

    StartBenchmark(Path distribution) {
        this.distribution = distribution;
    }

    void run() throws Exception {
        double[] millis = new double[RUNS];
        double[] megabytes = new double[RUNS];
        Path folder = Files.createTempDirectory("xenbay-benchmark");
        try {
            for (int run = -1; run < RUNS; run++) {
                Matcher ready = once(folder);
                if (run >= 0) {
                    millis[run] = Integer.parseInt(ready.group(1));
                    megabytes[run] = Integer.parseInt(ready.group(2));
                }
            }
        } finally {
            delete(folder);
        }
        System.out.println("start, to all components active: " + new Statistics(millis).text("ms"));
        System.out.println("resident memory then: " + new Statistics(megabytes).text("MB"));
    }

    private Matcher once(Path folder) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        distribution.resolve("bin/xenbay").toString(),
                        "--daemon",
                        "--embedded",
                        "--run-dir",
                        folder.toString())
                .redirectErrorStream(true)
                .start();
        try (BufferedReader output = process.inputReader()) {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                Matcher ready = READY.matcher(line);
                if (ready.find()) {
                    return ready;
                }
            }
            throw new IllegalStateException("it ended without being ready");
        } finally {
            process.destroy();
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
