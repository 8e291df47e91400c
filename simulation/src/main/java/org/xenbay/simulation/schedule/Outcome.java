// SPDX-License-Identifier: Apache-2.0
package org.xenbay.simulation.schedule;

/**
 * How a run ended. Two runs with equal steps and traces were the same.
 *
 * @param steps how many it had
 * @param trace a hash of each switch: at which step, when, between which threads
 * @param failure null for none
 */
public record Outcome(long steps, long trace, Throwable failure) {

    @Override
    public String toString() {
        return "%d steps, trace %016x".formatted(steps, trace);
    }
}
