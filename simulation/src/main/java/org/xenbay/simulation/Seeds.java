// SPDX-License-Identifier: Apache-2.0
package org.xenbay.simulation;

import java.util.stream.LongStream;

/** Which seeds a simulation is run with. */
public final class Seeds {

    private static final int USUAL = 12;

    private Seeds() {}

    /** @return as many as the property {@code simulation.seeds} says, from {@code simulation.first} on */
    public static LongStream chosen() {
        long first = Long.getLong("simulation.first", 1);
        return LongStream.range(first, first + Integer.getInteger("simulation.seeds", USUAL));
    }
}
