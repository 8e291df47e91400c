// SPDX-License-Identifier: Apache-2.0
package org.xenbay.api.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xenbay.api.settings.SettingsView.Origin;
import org.xenbay.api.settings.SettingsView.Problem;

class SettingsTest {

    private static final String FILE = "felix.fileinstall.filename";
    private static final Setting<Long> LIMIT = Setting.size("maxLimit", 1 << 20, 4096, 64 << 20, "Most bytes");
    private static final Setting<Boolean> PTY = Setting.yesOrNo("pty", true, "Whether there is a terminal");
    private static final Setting<String> MODE =
            Setting.oneOf("mode", "auto", List.of("auto", "never"), "When").atStart();

    private final Settings settings =
            Settings.of("org.xenbay.test", LIMIT, PTY, MODE).concerning("console");
    private final List<String> lines = new ArrayList<>();
    private final Logger logger = Logger.getLogger(Settings.class.getName());
    private final Handler handler = new Handler() {
        @Override
        public void publish(LogRecord line) {
            lines.add(line.getLevel() + " " + line.getMessage());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    @BeforeEach
    void listen() {
        logger.addHandler(handler);
    }

    @AfterEach
    void listenNoMore() {
        logger.removeHandler(handler);
    }

    private void update(String key, Object value) {
        settings.update(Map.of(
                "service.pid",
                "org.xenbay.test",
                "component.name",
                "x",
                FILE,
                "file:/opt/xenbay/etc/org.xenbay.test.cfg",
                key,
                value));
    }

    private SettingsView.Key key(String name) {
        return settings.view().keys().stream()
                .filter(key -> key.key().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void whatIsWrongAtTheFirstStartIsTheDefaultAndIsSaid() {
        update("maxLimit", "lots");
        assertThat(settings.get(LIMIT)).isEqualTo(1 << 20);
        assertThat(key("maxLimit").origin()).isEqualTo(Origin.DEFAULT);
        assertThat(lines)
                .containsExactly(
                        "WARNING etc/org.xenbay.test.cfg: maxLimit=lots is refused: accepted is a size from 4k to"
                                + " 64M, in bytes or such as 64k or 4M; in force is 1M");
    }

    @Test
    void whatIsWrongLaterLeavesTheLastGoodValue() {
        update("maxLimit", "4M");
        assertThat(key("maxLimit").origin()).isEqualTo(Origin.CONFIGURED);
        update("maxLimit", "4Q");
        assertThat(settings.get(LIMIT)).isEqualTo(4 << 20);
        assertThat(key("maxLimit").value()).isEqualTo("4M");
        assertThat(key("maxLimit").origin()).isEqualTo(Origin.BEFORE);
        assertThat(key("maxLimit").problem().toString())
                .startsWith("maxLimit=4Q is refused")
                .endsWith("in force is 4M");
    }

    @Test
    void aRefusalIsShownUntilItIsMendedAndLoggedOnce() {
        update("pty", "maybe");
        update("pty", "maybe");
        assertThat(lines).hasSize(1);
        assertThat(settings.view().problems()).hasSize(1);
        update("pty", "off");
        assertThat(lines).hasSize(2).last().isEqualTo("INFO etc/org.xenbay.test.cfg: pty is in order again");
        assertThat(settings.view().problems()).isEmpty();
        assertThat(settings.get(PTY)).isFalse();
    }

    @Test
    void aConfigurationThatGoesBringsTheDefaultsBack() {
        update("maxLimit", "4M");
        settings.update(Map.of());
        assertThat(settings.get(LIMIT)).isEqualTo(1 << 20);
        assertThat(settings.view().file()).isEmpty();
    }

    @Test
    void anUnknownKeyIsNamedWithTheNearest() {
        update("maxLimitt", "4M");
        assertThat(settings.view().problems())
                .extracting(Problem::toString)
                .containsExactly("maxLimitt=4M has no effect, no key is named so: did you mean maxLimit?");
        assertThat(lines).hasSize(1);
    }

    @Test
    void theCaseOfAKeysLettersIsNotImportant() {
        update("MAXLIMIT", "4M");
        assertThat(settings.get(LIMIT)).isEqualTo(4 << 20);
        assertThat(settings.view().problems()).isEmpty();
    }

    @Test
    void whatTakesEffectAtTheNextStartIsNotInForceBefore() {
        update("mode", "never");
        assertThat(settings.get(MODE)).isEqualTo("never");
        update("mode", "auto");
        assertThat(settings.get(MODE)).isEqualTo("never");
        assertThat(key("mode").problem().why()).contains("the next time");
        update("mode", "Never");
        assertThat(settings.view().problems()).isEmpty();
    }

    @Test
    void settingsThatAreRefusedTogetherStayTogether() {
        Settings both = Settings.of("org.xenbay.test", LIMIT, PTY)
                .checking(
                        values -> {
                            if (!values.get(PTY) && values.get(LIMIT) > 8192) {
                                throw new IllegalArgumentException("without a terminal 8k are enough");
                            }
                        },
                        LIMIT,
                        PTY);
        both.update(Map.of("maxLimit", "8k", "pty", "no"));
        both.update(Map.of("maxLimit", "16k", "pty", "no"));
        assertThat(both.get(LIMIT)).isEqualTo(8192);
        assertThat(both.view().problems())
                .singleElement()
                .asString()
                .startsWith("maxLimit=16k is refused (without a terminal 8k are enough)");
        both.update(Map.of("maxLimit", "16k"));
        assertThat(both.get(LIMIT)).isEqualTo(16384);
        assertThat(both.get(PTY)).isTrue();
    }

    @Test
    void aSecondFileOfTheSameConfigurationIsNamed(@TempDir Path folder) throws IOException {
        Path one = Files.createFile(folder.resolve("org.xenbay.test.cfg"));
        Path other = Files.createFile(folder.resolve("org.xenbay.test.config"));
        settings.update(Map.of(FILE, one.toUri().toString()));
        assertThat(settings.view().problems())
                .singleElement()
                .asString()
                .startsWith("file=org.xenbay.test.config is there too");
        settings.update(Map.of(FILE, other.toUri().toString()));
        assertThat(settings.view().problems()).singleElement().asString().contains("file=org.xenbay.test.cfg");
        Files.delete(one);
        settings.update(Map.of(FILE, other.toUri().toString()));
        assertThat(settings.view().problems()).isEmpty();
    }

    @Test
    void whatCannotBeAppliedStaysAsItWas() throws Exception {
        List<Long> applied = new ArrayList<>();
        Settings.Application application = values -> {
            if (values.get(LIMIT) == 8192) {
                throw new IOException("no room");
            }
            applied.add(values.get(LIMIT));
        };
        settings.update(Map.of("maxLimit", "4k"), application);
        settings.update(Map.of("maxLimit", "8k"), application);
        assertThat(settings.get(LIMIT)).isEqualTo(4096);
        assertThat(settings.view().problems()).singleElement().asString().contains("no room");
        settings.update(Map.of("maxLimit", "4096"), application);
        assertThat(applied).as("what is the same is not applied again").containsExactly(4096L);
    }

    @Test
    void whatCannotBeAppliedAtFirstMakesRoomForTheDefaults() throws Exception {
        List<Long> applied = new ArrayList<>();
        settings.update(Map.of("maxLimit", "8k"), values -> {
            applied.add(values.get(LIMIT));
            if (values.get(LIMIT) == 8192) {
                throw new IOException("no room");
            }
        });
        assertThat(applied).containsExactly(8192L, 1L << 20);
        assertThat(settings.view().problems()).singleElement().asString().contains("no room");
    }

    @Test
    void whatCannotBeAppliedAtFirstIsThrown() {
        assertThatThrownBy(() -> settings.update(Map.of(), values -> {
                    throw new IOException("no room");
                }))
                .hasMessage("no room");
    }
}
