// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.vkbd;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xenbay.simulation.SimulatedRun;
import org.xenbay.simulation.schedule.Outcome;
import org.xenbay.simulation.schedule.Planted;
import org.xenbay.simulation.schedule.RewritingLoader;

/** A fault is planted: the backend does not note which key it presses, so that one stays down after a kill. */
class ReplayTest {

    private static final int SEEDS = 20;
    private static final int REPLAYS = 10;

    @TempDir
    Path folder;

    private final RewritingLoader faulty = new RewritingLoader(
            getClass().getClassLoader(), new Planted(ReportedStateJournal.class.getName(), "pressing"));
    private final RewritingLoader sound = new RewritingLoader(getClass().getClassLoader(), null);
    private int runs;

    @Test
    void aSeedThatFailsByAPlantedFaultReplaysToTheSameStepTenTimesOfTen() throws Exception {
        long seed = 1;
        while (run(faulty, seed).failure() == null) {
            assertThat(++seed).as("the fault is found").isLessThan(SEEDS);
        }
        Outcome first = run(faulty, seed);
        for (int i = 0; i < REPLAYS; i++) {
            Outcome again = run(faulty, seed);
            assertThat(again).hasToString(first.toString());
            assertThat(again.failure()).hasMessage(first.failure().getMessage());
        }
        assertThat(run(sound, seed).failure()).as("without the fault").isNull();
    }

    private Outcome run(RewritingLoader loader, long seed) throws Exception {
        SimulationTest test = new SimulationTest();
        test.folder = Files.createDirectory(folder.resolve("run" + runs++));
        return SimulatedRun.run(
                loader, test, SimulationTest.class.getDeclaredMethod("noKeyStaysDown", long.class), seed);
    }
}
