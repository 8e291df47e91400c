// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.qusb;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xenbay.api.settings.SettingsView.Problem;

@Timeout(60)
class QusbSettingsTest {

    @Test
    void whatAnOperatorMeansIsRead() {
        QusbSettings config = QusbSettings.of(QusbSettings.settings()
                .update(Map.of("assign", "hardware=046d:c31c,serial=42 -> desk; class=03 -> lamp ", "vusb", "Yes"))
                .values());
        assertThat(config.vusb()).isTrue();
        assertThat(config.rules()).hasSize(2);
    }

    @ParameterizedTest
    @CsvSource({"assign,serial=42", "assign,colour=red -> desk", "vusb,maybe"})
    void whatCannotBeReadIsRefusedAndTheBackendIsThere(String key, String value) {
        QusbBackend backend = new QusbBackend(Map.of(key, value));
        assertThat(backend.settings().view().problems())
                .extracting(Problem::key)
                .containsExactly(key);
        assertThat(QusbSettings.of(backend.settings().values())).isEqualTo(QusbSettings.of(false));
    }

    @Test
    void aRuleThatComesGivesADeviceToAControllerThatIsServedAndAWrongOneTakesNothing() throws Exception {
        try (UsbBench bench = new UsbBench()) {
            UsbBench.Plugged plugged = bench.connect("one", "ports=2");
            bench.plug(new ManualDevice("manual0"));
            bench.backend.modified(Map.of("assign", "path=manual0 -> one"));
            plugged.awaitSpeed(1, 3);
            bench.backend.modified(Map.of("assign", "path=manual0 to one"));
            assertThat(bench.backend.settings().view().problems()).hasSize(1);
            bench.backend.modified(Map.of("assign", "path=manual0 -> one", "vusb", "on"));
            assertThat(plugged.controller.plugEvents()).containsExactly("1:3");
            assertThat(plugged.probe.backendStates()).last().hasToString("Connected");
        }
    }
}
