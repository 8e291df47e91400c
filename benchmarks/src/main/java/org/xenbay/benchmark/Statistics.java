// SPDX-License-Identifier: Apache-2.0
package org.xenbay.benchmark;

import java.util.Arrays;

/** Median and spread of some measurements. */
final class Statistics {

    private final double[] sorted;

    Statistics(double... values) {
        sorted = values.clone();
        Arrays.sort(sorted);
    }

    double median() {
        return percentile(50);
    }

    double percentile(double percent) {
        return sorted[(int) Math.min(sorted.length - 1, Math.floor(sorted.length * percent / 100))];
    }

    /** Median, least and greatest. */
    String range() {
        return "%.1f (%.1f to %.1f)".formatted(median(), sorted[0], sorted[sorted.length - 1]);
    }

    /** Median, least and greatest, with a unit. */
    String text(String unit) {
        return "%.1f %s (%.1f to %.1f, %d runs)"
                .formatted(median(), unit, sorted[0], sorted[sorted.length - 1], sorted.length);
    }
}
