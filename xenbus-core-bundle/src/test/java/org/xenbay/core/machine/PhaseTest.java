// SPDX-License-Identifier: Apache-2.0
package org.xenbay.core.machine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.xenbay.api.management.DevicePhase;

class PhaseTest {
    @Test
    void operatorsAreShownEachPhaseByItsName() {
        assertThat(Arrays.stream(DevicePhase.values()).map(Enum::name))
                .containsExactlyElementsOf(
                        Arrays.stream(Phase.values()).map(Enum::name).toList());
    }
}
