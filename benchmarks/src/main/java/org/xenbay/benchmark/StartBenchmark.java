// SPDX-License-Identifier: Apache-2.0
package org.xenbay.benchmark;

import java.nio.file.Files;
import java.nio.file.Path;

/** Time from the start of the process until all components are active, and the memory in use then. */
final class StartBenchmark {

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
                try (InstalledDaemon daemon = new InstalledDaemon(distribution, folder)) {
                    if (run >= 0) {
                        millis[run] = daemon.startMillis();
                        megabytes[run] = daemon.megabytesAtStart();
                    }
                }
            }
        } finally {
            InstalledDaemon.delete(folder);
        }
        System.out.println("start, to all components active: " + new Statistics(millis).text("ms"));
        System.out.println("resident memory then: " + new Statistics(megabytes).text("MB"));
    }
}
