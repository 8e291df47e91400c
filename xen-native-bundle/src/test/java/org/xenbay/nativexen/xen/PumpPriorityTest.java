// SPDX-License-Identifier: Apache-2.0
package org.xenbay.nativexen.xen;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.xenbay.api.thread.ThreadPriorities;

/** The thread of all events has real-time priority as long as it uses little. */
class PumpPriorityTest {

    private final List<Integer> set = new ArrayList<>();
    private boolean refuses;
    private long time;
    private long used;

    private final PumpPriority priority = new PumpPriority(
            new ThreadPriorities() {
                @Override
                public long callingThread() {
                    return 17;
                }

                @Override
                public boolean setRealTime(long thread, int priority) {
                    assertThat(thread).isEqualTo(17);
                    set.add(priority);
                    return !refuses;
                }
            },
            () -> used,
            () -> time);

    private void pass(long nanos, double part) {
        time += nanos;
        used += (long) (nanos * part);
        priority.look();
    }

    @Test
    void aThreadThatUsesLittleKeepsThePriority() {
        priority.begin();
        for (int i = 0; i < 100; i++) {
            pass(PumpPriority.LOOK, PumpPriority.MOST * 0.9);
        }

        assertThat(set).containsExactly(1);
    }

    @Test
    void aThreadThatUsesMuchLosesThePriorityForAWhile() {
        priority.begin();
        pass(PumpPriority.LOOK, PumpPriority.MOST * 1.1);
        assertThat(set).containsExactly(1, 0);

        pass(PumpPriority.PENALTY - 1, 0);
        assertThat(set).containsExactly(1, 0);

        pass(PumpPriority.LOOK, 0);
        assertThat(set).containsExactly(1, 0, 1);
    }

    /** Long waits between two batches of events hide no use. */
    @Test
    void looksOftenEnough() {
        priority.begin();
        pass(PumpPriority.LOOK * 100, 0);
        pass(PumpPriority.LOOK - 1, 1);
        assertThat(set).containsExactly(1);

        pass(1, 1);
        assertThat(set).containsExactly(1, 0);
    }

    @Test
    void aHostThatRefusesIsNotAskedAgain() {
        refuses = true;
        priority.begin();
        pass(PumpPriority.LOOK, 1);
        pass(PumpPriority.PENALTY + PumpPriority.LOOK, 0);

        assertThat(set).containsExactly(1);
    }

    @Test
    void aThreadThatIsStuckLosesThePriorityForGood() {
        priority.begin();
        priority.takeAway();
        pass(PumpPriority.LOOK, 0);

        assertThat(set).containsExactly(1, 0);
    }

    /** The number of a thread that has ended may be another thread's. */
    @Test
    void nothingIsSetForAThreadThatHasEnded() {
        priority.begin();
        priority.end();
        priority.takeAway();

        assertThat(set).containsExactly(1);
    }
}
