// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.vkbd;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xenbay.api.settings.SettingsView.Problem;

class VkbdSettingsTest {

    private static VkbdSettings read(Map<String, Object> properties) {
        return VkbdSettings.of(VkbdSettings.settings().update(properties).values());
    }

    @Test
    void whatAnOperatorMeansIsRead() {
        VkbdSettings config = read(Map.of(
                "assign", "seat=seat1 -> desk ; id=vnc-desk -> 5/vkbd/0",
                "hotKey", "LeftCtrl + RightAlt ",
                "nextKey", "",
                "absolute", "off",
                "width", "1920 "));
        assertThat(config.rules())
                .extracting(Rule::text)
                .containsExactly("seat=seat1 -> desk", "id=vnc-desk -> 5/vkbd/0");
        assertThat(config.hotKey()).isEqualTo(Chord.parse("leftctrl+rightalt"));
        assertThat(config.nextKey()).isEmpty();
        assertThat(config.absolute()).isFalse();
        assertThat(config.width()).isEqualTo(1920);
        assertThat(read(Map.of())).isEqualTo(VkbdSettings.PLAIN);
    }

    @ParameterizedTest
    @CsvSource({
        "assign,seat1 desk",
        "assign,color=red -> desk",
        "hotKey,leftctrl",
        "hotKey,leftctrl+nokey",
        "nextKey,x",
        "absolute,maybe",
        "width,wide",
        "height,1",
        "keysWithoutPointer,2"
    })
    void whatCannotBeReadIsRefusedAndTheBackendIsThere(String key, String value) {
        VkbdBackend backend = new VkbdBackend(Map.of(key, value));
        try {
            assertThat(backend.settings().view().problems())
                    .extracting(Problem::key)
                    .containsExactly(key);
            assertThat(VkbdSettings.of(backend.settings().values())).isEqualTo(VkbdSettings.PLAIN);
        } finally {
            backend.deactivate();
        }
    }
}
