// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xenbay.api.device.Readiness;
import org.xenbay.api.settings.Settings;
import org.xenbay.api.settings.SettingsView.Problem;
import org.xenbay.backend.console.endpoint.LogSettings;

@Timeout(60)
class ConsoleSettingsTest {

    @TempDir
    Path folder;

    private static Map<String, Object> properties(String... pairs) {
        Map<String, Object> properties = new HashMap<>();
        properties.put("component.name", "org.xenbay.backend.console.ConsoleBackend");
        for (int i = 0; i < pairs.length; i += 2) {
            properties.put(pairs[i], pairs[i + 1]);
        }
        return properties;
    }

    private static ConsoleSettings read(Settings settings, String... pairs) {
        return ConsoleSettings.of(settings.update(properties(pairs)).values());
    }

    @Test
    void withoutAConfigurationTheDefaultsHold() {
        assertThat(read(ConsoleSettings.settings())).isEqualTo(Fixture.PLAIN);
    }

    @Test
    void whatAnOperatorMeansIsRead() {
        ConsoleSettings config = read(
                ConsoleSettings.settings(),
                "types",
                "ioemu ",
                "pty",
                "yes",
                "maxLimit",
                "4M",
                "history",
                "65536 ",
                "overflow",
                "Keep",
                "logDirectory",
                " " + folder,
                "logSize",
                "1G",
                "logTimes",
                "off");
        assertThat(config.types()).isEqualTo(Set.of("ioemu"));
        assertThat(config.pty()).isTrue();
        assertThat(config.maxLimit()).isEqualTo(4 << 20);
        assertThat(config.history()).isEqualTo(65536);
        assertThat(config.keepsAll()).isTrue();
        assertThat(config.log()).contains(new LogSettings(folder.toAbsolutePath(), 1L << 30, 5, false, true));
    }

    @ParameterizedTest
    @CsvSource({
        "types,iomeu",
        "pty,maybe",
        "maxLimit,4Q",
        "maxLimit,1",
        "history,-1",
        "overflow,keeep",
        "marker,2",
        "logSize,big",
        "logParts,1000",
        "logTimes,utc",
        "logFilter,all"
    })
    void whatCannotBeReadIsRefusedAndTheBackendIsThere(String key, String value) {
        ConsoleBackend backend = new ConsoleBackend(properties(key, value));
        try {
            assertThat(backend.settings().view().problems())
                    .extracting(Problem::key)
                    .containsExactly(key);
            assertThat(ConsoleSettings.of(backend.settings().values())).isEqualTo(Fixture.PLAIN);
        } finally {
            backend.deactivate();
        }
    }

    @Test
    void aConsoleThatIsServedTakesItsConfigurationOver() throws Exception {
        try (Fixture console = Fixture.secondary().connected()) {
            console.guest.write("before\n");
            console.device.settle();
            configure(console, "pty", "no", "logDirectory", folder.toString(), "logTimes", "no", "maxLimit", "8k");
            assertThat(console.terminals.last().isClosed()).isTrue();
            assertThat(console.device.frontend).containsEntry("tty", "");
            assertThat(console.device.call(console.handler::details)).containsEntry("kept", "7 of 8192 bytes");
            console.guest.write("after\n");
            Path log = folder.resolve("guest-guest_one-console1.log");
            await().untilAsserted(() -> assertThat(log).hasContent("before\nafter\n"));
            configure(console, "maxLimit", "4M");
            assertThat(console.terminals.opened).as("a terminal again").hasSize(2);
            assertThat(console.device.call(console.handler::details)).containsEntry("kept", "13 of 4194304 bytes");
            await().untilAsserted(() ->
                    assertThat(new String(console.terminals.last().take())).contains("after"));
            assertThat(console.device.failure).hasValue(null);
        }
    }

    @Test
    void aLogContinuesInAnotherFolderWithoutLosingAByte() throws Exception {
        Path one = folder.resolve("one");
        Path two = folder.resolve("two");
        try (Fixture console = Fixture.secondary().connected()) {
            configure(console, "logDirectory", one.toString(), "logTimes", "no", "logFilter", "no");
            StringBuilder written = new StringBuilder();
            for (int i = 0; i < 200; i++) {
                String line = "line " + i + "\n";
                console.guest.write(line);
                written.append(line);
                if (i == 100) {
                    configure(console, "logDirectory", two.toString(), "logTimes", "no", "logFilter", "no");
                }
            }
            String name = "guest-guest_one-console1.log";
            await().untilAsserted(() -> assertThat(read(one.resolve(name)) + read(two.resolve(name)))
                    .isEqualTo(written.toString()));
        }
    }

    private static String read(Path file) throws Exception {
        return Files.exists(file) ? Files.readString(file) : "";
    }

    @Test
    void aTypeThatIsNotServedAnyMoreIsServedAsLongAsItIsConnected() throws Exception {
        try (Fixture console = Fixture.secondary().connected()) {
            configure(console, "types", "xenconsoled");
            console.device.run(() -> console.handler.frontendChanged(""));
            console.guest.write("still there");
            await().untilAsserted(() ->
                    assertThat(new String(console.terminals.last().take())).contains("still there"));
            assertThat(console.device.failure).hasValue(null);
            console.disconnect();
            assertThat(console.init()).isInstanceOf(Readiness.Declined.class);
        }
    }

    @Test
    void whatIsWrongChangesNothingUnderAGuest() throws Exception {
        try (Fixture console = Fixture.secondary().connected()) {
            configure(console, "pty", "off", "maxLimit", "2M");
            configure(console, "pty", "offf", "maxLimit", "2 megabytes");
            assertThat(console.device.frontend).containsEntry("tty", "");
            assertThat(console.device.call(console.handler::details)).containsEntry("kept", "0 of 2097152 bytes");
            assertThat(console.backend.settings().view().problems()).hasSize(2);
        }
    }

    private static void configure(Fixture console, String... pairs) throws Exception {
        console.backend.modified(properties(pairs));
        console.device.settle();
    }
}
