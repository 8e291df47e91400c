// SPDX-License-Identifier: Apache-2.0
package org.xenbay.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Method;
import org.xenbay.simulation.schedule.Outcome;
import org.xenbay.simulation.schedule.PlantedFault;
import org.xenbay.simulation.schedule.RewritingLoader;

/** Checks that a simulation finds a planted fault, and that the seed which found it replays. */
public final class Replays {

    private static final int SEEDS = 20;
    private static final int REPLAYS = 10;

    /** Makes instances of a test. */
    public interface Maker {

        /**
         * @return a new instance, with the fields that JUnit sets
         * @throws Exception when its folder cannot be made
         */
        Object make() throws Exception;
    }

    private final Maker tests;
    private final Method method;

    /**
     * @param tests makes instances of the test
     * @param method a {@link Simulated} method
     */
    public Replays(Maker tests, Method method) {
        this.tests = tests;
        this.method = method;
    }

    /**
     * Finds a seed that fails because of a fault, runs it ten more times, and once without the fault.
     *
     * @param fault the fault to plant
     * @throws Exception when a run cannot begin
     * @throws AssertionError when no seed fails, when one does not replay to the same step, or fails without the fault
     */
    public void assertFoundAndReplayed(PlantedFault fault) throws Exception {
        RewritingLoader faulty = new RewritingLoader(getClass().getClassLoader(), fault);
        long seed = 1;
        while (run(faulty, seed).failure() == null) {
            assertTrue(++seed < SEEDS, "the fault is found: " + fault);
        }
        Outcome first = run(faulty, seed);
        for (int i = 0; i < REPLAYS; i++) {
            Outcome again = run(faulty, seed);
            assertEquals(first.toString(), again.toString());
            assertEquals(message(first), message(again));
        }
        assertNull(run(new RewritingLoader(getClass().getClassLoader()), seed).failure(), "without the fault");
    }

    private static String message(Outcome outcome) {
        return String.valueOf(outcome.failure());
    }

    private Outcome run(RewritingLoader loader, long seed) throws Exception {
        return SimulatedRun.run(loader, tests.make(), method, seed);
    }
}
