// SPDX-License-Identifier: Apache-2.0
package org.xenbay.nativexen.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WatchdogVariablesTest {

    private static final long THIS = 4711;

    private static Map<String, String> both(String microseconds, String process) {
        return Map.of("WATCHDOG_USEC", microseconds, "WATCHDOG_PID", process);
    }

    @Test
    void theDeadlineIsForTheNamedProcessOrForAny() {
        assertThat(WatchdogVariables.deadline(Map.of("WATCHDOG_USEC", "30000000"), THIS))
                .isEqualTo(Duration.ofSeconds(30));
        assertThat(WatchdogVariables.deadline(both("1500", "4711"), THIS)).isEqualTo(Duration.ofNanos(1_500_000));
        assertThat(WatchdogVariables.deadline(both("30000000", "4712"), THIS))
                .as("a program that the watched one has started")
                .isNull();
    }

    @Test
    void theLongestDeadlineCanBeCounted() {
        assertThat(WatchdogVariables.deadline(Map.of("WATCHDOG_USEC", "999999999999999"), THIS)
                        .toNanos())
                .isEqualTo(999_999_999_999_999_000L);
    }

    @Test
    void withoutTheVariableNobodyWatches() {
        assertThat(WatchdogVariables.deadline(Map.of(), THIS)).isNull();
        assertThat(WatchdogVariables.deadline(Map.of("WATCHDOG_PID", "4711"), THIS))
                .isNull();
    }

    @Test
    void whatIsNoNumberIsNamed() {
        for (String wrong : new String[] {"", "0", "-1", "30s", "1e6", " 30", "1000000000000000", "٣"}) {
            assertThatThrownBy(() -> WatchdogVariables.deadline(Map.of("WATCHDOG_USEC", wrong), THIS))
                    .as(wrong)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage(
                            "WATCHDOG_USEC=" + wrong + " is not a number of microseconds from 1 to 999999999999999");
            assertThatThrownBy(() -> WatchdogVariables.deadline(both("30000000", wrong), THIS))
                    .as(wrong)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("WATCHDOG_PID=" + wrong + " is not the id of a process");
        }
    }
}
