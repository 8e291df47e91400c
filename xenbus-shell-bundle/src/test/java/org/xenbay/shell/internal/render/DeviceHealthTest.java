// SPDX-License-Identifier: Apache-2.0
package org.xenbay.shell.internal.render;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.xenbay.api.command.Tone;
import org.xenbay.api.management.DeviceView.Health;

/** Listings, top and the health check say the same of a device. */
class DeviceHealthTest {

    @Test
    void devicesAreCountedInWords() {
        assertThat(Arrays.stream(Health.values()).map(health -> DeviceHealth.counted(health, 1)))
                .containsExactly("1 well", "1 waits", "1 with trouble", "1 held up", "1 failed");
        assertThat(Arrays.stream(Health.values()).map(health -> DeviceHealth.counted(health, 2)))
                .containsExactly("2 well", "2 wait", "2 with trouble", "2 held up", "2 failed");
    }

    @Test
    void whatWaitsIsNotBad() {
        assertThat(Arrays.stream(Health.values()).map(DeviceHealth::tone))
                .containsExactly(Tone.GOOD, Tone.BUSY, Tone.BAD, Tone.BAD, Tone.BAD);
    }
}
