// SPDX-License-Identifier: Apache-2.0
package org.xenbay.simulation.schedule;

/** Ends a thread that still exists when its simulation is over. */
final class Stopped extends Error {
    private static final long serialVersionUID = 1L;

    Stopped() {
        super("the simulation is over", null, false, false);
    }
}
