// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.ninepfs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xenbay.api.settings.SettingsView.Problem;

class NinePfsSettingsTest {

    private static NinePfsSettings read(Map<String, Object> properties) {
        return NinePfsSettings.of(NinePfsSettings.settings().update(properties).values());
    }

    @Test
    void settingsOfAnOperatorAreRead() {
        NinePfsSettings config = read(Map.of(
                "confine", "Off",
                "messageSize", "64k",
                "slowMillis", "2s",
                "fids", "1000 ",
                "listenPort", " 5640",
                "listenPath", "/srv"));
        assertThat(config.confine()).isFalse();
        assertThat(config.limits().msize()).isEqualTo(65536);
        assertThat(config.limits().fids()).isEqualTo(1000);
        assertThat(config.slowMillis()).isEqualTo(2000);
        assertThat(config.listen().orElseThrow().port()).hasValue(5640);
        assertThat(read(Map.of("slowMillis", "250")).slowMillis()).isEqualTo(250);
    }

    @ParameterizedTest
    @CsvSource({
        "threads,many",
        "confine,perhaps",
        "messageSize,64Q",
        "fids,0",
        "descriptors,-1",
        "requests,1e3",
        "slowMillis,0",
        "listenPort,70000",
        "listenOptions,squish=all",
        "listenSecurityModel,nonsense"
    })
    void settingsThatCannotBeReadAreRefusedAndTheBackendStarts(String key, String value) {
        Map<String, Object> properties = key.equals("listenPort")
                ? Map.of(key, value)
                : Map.of("listenSocket", "/run/x.sock", "listenPath", "/srv", key, value);
        NinePfsBackend backend = new NinePfsBackend(properties);
        try {
            assertThat(backend.settings().view().problems())
                    .extracting(Problem::key)
                    .contains(key);
        } finally {
            backend.deactivate();
        }
    }
}
