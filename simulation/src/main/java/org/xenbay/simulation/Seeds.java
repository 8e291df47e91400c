// SPDX-License-Identifier: Apache-2.0
package org.xenbay.simulation;

import java.util.stream.LongStream;

/** The seeds of a simulation. */
public final class Seeds {

    private static final int USUAL = 30;
    private static final int USUAL_ON_REAL_THREADS = 3;

    private Seeds() {}

    /** @return as many seeds as the property {@code simulation.seeds} says, from {@code simulation.first} on */
    public static LongStream chosen() {
        return from("simulation.seeds", USUAL);
    }

    /**
     * @return as many seeds for real threads as the property {@code simulation.threads} says, from {@code simulation.first}
     * on; they do not replay
     */
    public static LongStream onRealThreads() {
        return from("simulation.threads", USUAL_ON_REAL_THREADS);
    }

    private static LongStream from(String count, int usual) {
        long first = Long.getLong("simulation.first", 1);
        return LongStream.range(first, first + Integer.getInteger(count, usual));
    }
}
