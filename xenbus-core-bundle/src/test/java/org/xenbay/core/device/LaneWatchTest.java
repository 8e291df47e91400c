// SPDX-License-Identifier: Apache-2.0
package org.xenbay.core.device;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Devices that wait for a thread: because calls do not return, or because they are many. */
class LaneWatchTest {

    private static final long SECOND = 1_000_000_000;

    private final List<Runnable> begun = new ArrayList<>();
    private final Lane lane = new Lane(begun::add, 1);
    private final LaneWatch watch = new LaneWatch(Duration.ofSeconds(2));

    LaneWatchTest() {
        for (int turn = 0; turn < 5; turn++) {
            lane.execute(() -> {});
        }
        assertThat(begun).as("the others wait").hasSize(1);
    }

    @Test
    void whereNoTurnBeginsForAWhileDevicesAreHeldUp() {
        watch.look(0, lane);
        assertThat(watch.isStuck(lane)).isFalse();
        watch.look(2 * SECOND, lane);
        assertThat(watch.isStuck(lane)).isTrue();
        assertThat(watch.isStuck(null)).as("it has a thread by now").isFalse();
        lane.ended();
        watch.look(3 * SECOND, lane);
        assertThat(watch.isStuck(lane)).as("a turn has begun").isFalse();
    }

    @Test
    void whereTurnsBeginDevicesOnlyWait() {
        for (int turn = 0; turn < 3; turn++) {
            watch.look(turn * 2 * SECOND, lane);
            assertThat(watch.isStuck(lane)).isFalse();
            lane.ended();
        }
    }

    @Test
    void whoWaitsInAnotherLaneBeginsToWait() {
        watch.look(0, new Lane(begun::add, 1));
        watch.look(2 * SECOND, lane);
        assertThat(watch.isStuck(lane)).isFalse();
    }
}
