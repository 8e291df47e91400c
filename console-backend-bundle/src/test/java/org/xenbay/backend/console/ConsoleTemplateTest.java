// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.xenbay.api.device.DeviceId;
import org.xenbay.api.device.DeviceTemplate;

class ConsoleTemplateTest {

    private static final DeviceId ID = new DeviceId(5, "console", 2);

    @Test
    void aPlainConsoleIsWrittenAsLibxlWritesIt() {
        DeviceTemplate template = ConsoleTemplate.of(ID, Map.of());
        assertThat(template.frontendType()).isEqualTo("console");
        assertThat(template.backend()).isEqualTo(Map.of("protocol", "vt100", "connection", "pty"));
        assertThat(template.frontend())
                .isEqualTo(
                        Map.of("protocol", "vt100", "type", "ioemu", "output", "pty", "tty", "", "limit", "1048576"));
        assertThat(template.guestReadOnly()).containsExactlyInAnyOrder("type", "output", "tty", "limit");
    }

    @Test
    void aChannelHasItsNameAndPath() {
        DeviceTemplate template = ConsoleTemplate.of(
                ID, Map.of("connection", "socket", "path", "/run/a.sock", "name", "org.a", "limit", "65536"));
        assertThat(template.backend())
                .containsEntry("name", "org.a")
                .containsEntry("connection", "socket")
                .containsEntry("path", "/run/a.sock");
        assertThat(template.frontend())
                .containsEntry("name", "org.a")
                .containsEntry("output", "chardev:libxl-channel2")
                .containsEntry("limit", "65536");
        assertThat(template.guestReadOnly()).contains("name").doesNotContain("path");
    }

    @Test
    void optionsThatMakeNoSenseAreRefusedByName() {
        refuse(Map.of("conection", "pty"), "conection");
        refuse(Map.of("connection", "vc"), "vc");
        refuse(Map.of("connection", "socket"), "path");
        refuse(Map.of("connection", "socket", "path", "a.sock"), "absolute");
        refuse(Map.of("limit", "lots"), "lots");
        refuse(Map.of("limit", "12"), "4096");
    }

    @Test
    void numbersThatNoGuestCanUseAreRefused() {
        assertThatThrownBy(() -> ConsoleTemplate.of(new DeviceId(5, "console", 0), Map.of()))
                .hasMessageContaining("with its domain");
        assertThatThrownBy(() -> ConsoleTemplate.of(new DeviceId(5, "console", 10), Map.of()))
                .hasMessageContaining("ends in 0");
    }

    private static void refuse(Map<String, String> options, String named) {
        assertThatThrownBy(() -> ConsoleTemplate.of(ID, options))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(named);
    }
}
