// SPDX-License-Identifier: Apache-2.0
package org.xenbay.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xenbay.api.settings.Settings;
import org.xenbay.api.settings.SettingsView.Problem;
import org.xenbay.core.device.CallLimits;
import org.xenbay.core.registry.Limits;

class CoreSettingsTest {

    @Test
    void withoutAConfigurationTheDefaultsHold() {
        Settings settings = CoreSettings.settings();
        assertThat(CoreSettings.limits(settings.values())).isEqualTo(Limits.DEFAULT);
        assertThat(Limits.DEFAULT.parkTimeout()).isEqualTo(Duration.ofSeconds(20));
    }

    @Test
    void whatAnOperatorMeansIsRead() {
        Settings settings = CoreSettings.settings()
                .update(Map.of(
                        "closeSeconds", "10 ",
                        "handoverSeconds", "2m",
                        "parkSeconds", "500ms",
                        "prefer", "console:mine, vkbd : yours"));
        assertThat(CoreSettings.limits(settings.values()).closeTimeout()).isEqualTo(Duration.ofSeconds(10));
        assertThat(CoreSettings.limits(settings.values()).handoverTimeout()).isEqualTo(Duration.ofMinutes(2));
        assertThat(CoreSettings.limits(settings.values()).parkTimeout()).isEqualTo(Duration.ofMillis(500));
        assertThat(CoreSettings.preferred(settings.values())).isEqualTo(Map.of("console", "mine", "vkbd", "yours"));
    }

    @ParameterizedTest
    @CsvSource({
        "deviceThreads,-1",
        "hostThreads,0",
        "hostQueue,many",
        "memoryPercent,81",
        "closeSeconds,soon",
        "handoverSeconds,30x",
        "parkSeconds,-1",
        "stuckSeconds,2h",
        "stuckSeconds,0",
        "giveUpSeconds,0",
        "stuckThreads,0",
        "journalMegabytes,1T",
        "historyMegabytes,-1",
        "prefer,console=mine",
        "debugLevel,all",
        "debugLevel,9"
    })
    void whatCannotBeReadIsRefused(String key, String value) {
        Settings settings = CoreSettings.settings().update(Map.of(key, value));
        assertThat(settings.view().problems()).extracting(Problem::key).containsExactly(key);
        assertThat(CoreSettings.limits(settings.values())).isEqualTo(Limits.DEFAULT);
        assertThat(CoreSettings.callLimits(settings.values())).isEqualTo(CallLimits.DEFAULT);
    }

    @Test
    void aCallIsNotGivenUpBeforeItIsNamed() {
        Settings settings = CoreSettings.settings().update(Map.of("stuckSeconds", "90", "stuckThreads", "3"));
        assertThat(settings.view().problems())
                .singleElement()
                .asString()
                .contains("stuckSeconds", "given up after 60000 ms, which must not be less");
        assertThat(CoreSettings.callLimits(settings.values()).notice()).isEqualTo(CallLimits.DEFAULT.notice());
        assertThat(CoreSettings.callLimits(settings.values()).threads()).isEqualTo(3);
    }

    @Test
    void whatSizesTheCoreHoldsFromTheNextStart() {
        Settings settings = CoreSettings.settings().update(Map.of());
        settings.update(Map.of("deviceThreads", "3", "closeSeconds", "7"));
        assertThat(CoreSettings.limits(settings.values()).deviceThreads()).isEqualTo(Limits.DEFAULT.deviceThreads());
        assertThat(CoreSettings.limits(settings.values()).closeTimeout()).isEqualTo(Duration.ofSeconds(7));
        assertThat(settings.view().problems()).singleElement().asString().contains("next time");
    }
}
