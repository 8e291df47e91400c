// SPDX-License-Identifier: Apache-2.0
package org.xenbay.simulation.schedule;

import org.jspecify.annotations.Nullable;

/**
 * The outcome of a run. Two runs with equal steps and traces were the same.
 *
 * @param steps number of steps
 * @param trace a hash of all switches: steps, times and threads
 * @param failure the exception of a run that failed; otherwise null
 */
public record Outcome(long steps, long trace, @Nullable Throwable failure) {

    @Override
    public String toString() {
        return "%d steps, trace %016x".formatted(steps, trace);
    }
}
