// SPDX-License-Identifier: Apache-2.0
package org.xenbay.benchmark;

import java.util.Arrays;

/**
 * Compares two ways to do the same work, measured alternately in short pieces. Other load of the machine slows both down, so
 * the ratio of two neighbouring pieces is stable even if their times are not. Reports the median of the ratios.
 */
final class PairedComparison {

    /** Enough for the just-in-time compiler to have compiled both ways. */
    private static final int WARM_UP = 20;

    private static final int PAIRS = 60;

    private PairedComparison() {}

    /** A piece of the work, of about 5 to 50 ms. */
    @FunctionalInterface
    interface Piece {
        void run() throws Exception;
    }

    /**
     * Prints both rates, and the second in relation to the first.
     *
     * @param what the work
     * @param unit of the rates
     * @param amount number of these units in one piece
     */
    static void report(String what, String unit, double amount, String first, Piece one, String second, Piece other)
            throws Exception {
        double[] firsts = new double[PAIRS];
        double[] seconds = new double[PAIRS];
        double[] ratios = new double[PAIRS];
        for (int pair = -WARM_UP; pair < PAIRS; pair++) {
            double oneRate = amount / time(one);
            double otherRate = amount / time(other);
            if (pair >= 0) {
                firsts[pair] = oneRate;
                seconds[pair] = otherRate;
                ratios[pair] = otherRate / oneRate;
            }
        }
        Arrays.sort(ratios);
        System.out.printf(
                "9pfs %s: %s %.0f %s, %s %.0f %s, ratio %.2f (middle half %.2f to %.2f, %d pairs)%n",
                what,
                first,
                new Statistics(firsts).median(),
                unit,
                second,
                new Statistics(seconds).median(),
                unit,
                ratios[PAIRS / 2],
                ratios[PAIRS / 4],
                ratios[PAIRS * 3 / 4],
                PAIRS);
    }

    private static double time(Piece piece) throws Exception {
        long start = System.nanoTime();
        piece.run();
        return (System.nanoTime() - start) / 1e9;
    }
}
