// SPDX-License-Identifier: Apache-2.0
package org.xenbay.core.registry;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RunningTimeTest {

    private final RunningTime time = new RunningTime(1_000, 100);

    @Test
    void itContinuesAsTheClockWhileTheProcessRuns() {
        assertThat(time.at(1_050)).isEqualTo(1_050);
        assertThat(time.at(1_150)).isEqualTo(1_150);
    }

    @Test
    void aProcessThatWasStoppedHasNotRunMeanwhile() {
        assertThat(time.at(1_050)).isEqualTo(1_050);
        assertThat(time.at(9_000_000)).isEqualTo(1_150);
        assertThat(time.at(9_000_010)).isEqualTo(1_160);
    }
}
