// SPDX-License-Identifier: Apache-2.0
package org.xenbay.benchmark;

import java.util.ArrayList;
import java.util.List;
import org.HdrHistogram.Histogram;

/** Latencies of several runs: the median of the runs for each figure, with the least and the greatest value. */
final class LatencyReport {

    private static final double[] PERCENTILES = {50, 99, 99.9, 100};
    private static final String[] NAMES = {"median", "99%", "99.9%", "max"};

    private final String what;
    private final List<Histogram> runs = new ArrayList<>();

    /** @param what the measured operation */
    LatencyReport(String what) {
        this.what = what;
    }

    void add(Histogram run) {
        runs.add(run);
    }

    void print() {
        StringBuilder line = new StringBuilder(what).append(':');
        for (int i = 0; i < PERCENTILES.length; i++) {
            double percentile = PERCENTILES[i];
            Statistics statistics = new Statistics(runs.stream()
                    .mapToDouble(run -> run.getValueAtPercentile(percentile) / 1e3)
                    .toArray());
            line.append(i == 0 ? " " : ", ")
                    .append(NAMES[i])
                    .append(' ')
                    .append(statistics.range())
                    .append(" us");
        }
        System.out.println(line + " (" + runs.size() + " runs of "
                + "%,d requests)".formatted(runs.get(0).getTotalCount()));
    }
}
