// SPDX-License-Identifier: Apache-2.0
package org.xenbay.core;

import org.junit.jupiter.api.Test;
import org.xenbay.simulation.Replays;
import org.xenbay.simulation.schedule.PlantedFault;

/** A fault is planted: the core does not look at a name under which a device appears, so that the device is not served. */
class ReplayTest {

    @Test
    void aSeedThatFailsByAPlantedFaultReplaysToTheSameStepTenTimesOfTen() throws Exception {
        new Replays(
                        SimulationTest::new,
                        SimulationTest.class.getDeclaredMethod("nothingLeaksAndTheHostContinues", long.class))
                .assertFoundAndReplayed(new PlantedFault("org.xenbay.core.registry.Scanner", "check"));
    }
}
