// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.qusb;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xenbay.simulation.Replays;
import org.xenbay.simulation.schedule.PlantedFault;

/** A fault is planted: the backend does not note which request it answers, so that a kill leaves one without an answer, or with two. */
class ReplayTest {

    @TempDir
    Path folder;

    @Test
    void aSeedThatFailsByAPlantedFaultReplaysToTheSameStepTenTimesOfTen() throws Exception {
        new Replays(this::simulation, SimulationTest.class.getDeclaredMethod("eachNumberIsMovedOnce", long.class))
                .assertFoundAndReplayed(new PlantedFault(Journal.class.getName(), "answering"));
    }

    private SimulationTest simulation() throws Exception {
        SimulationTest test = new SimulationTest();
        test.folder = Files.createTempDirectory(folder, "run");
        return test;
    }
}
