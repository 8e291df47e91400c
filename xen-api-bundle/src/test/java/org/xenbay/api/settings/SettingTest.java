// SPDX-License-Identifier: Apache-2.0
package org.xenbay.api.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingTest {

    private static final Setting<Boolean> DECISION = Setting.yesOrNo("pty", true, "");
    private static final Setting<Integer> NUMBER = Setting.number("parts", 5, 0, 100, "");
    private static final Setting<Long> SIZE = Setting.size("maxLimit", 1 << 20, 4096, 64 << 20, "");
    private static final Setting<Duration> TIME = Setting.duration(
            "close", Duration.ofSeconds(5), Duration.ZERO, Duration.ofHours(1), Duration.ofSeconds(1), "");
    private static final Setting<String> WORD = Setting.oneOf("overflow", "discard", List.of("discard", "keep"), "");
    private static final Setting<List<String>> WORDS =
            Setting.someOf("types", List.of("ioemu"), List.of("ioemu", "xenconsoled"), "");
    private static final Setting<List<String>> LINES = Setting.lines("assign", List.of(), "lines", "");
    private static final Setting<String> TEXT = Setting.text("folder", "/tmp", "a path", "");

    @ParameterizedTest
    @ValueSource(strings = {"yes", "YES", " on ", "true", "True", "1", "y", "\"true\"", "on\t"})
    void aDecisionIsYes(String text) {
        assertThat(Setting.yesOrNo("pty", false, "").read(text).value()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"no", "No ", "off", "OFF", "false", "0", "n"})
    void aDecisionIsNo(String text) {
        assertThat(DECISION.read(text).value()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"yess", "2", "enabled", "ja", "true false"})
    void aDecisionIsNeither(String text) {
        assertThatThrownBy(() -> DECISION.read(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource({"7,7", "' 7 ',7", "+7,7", "007,7", "7.0,7", "0,0", "100,100"})
    void aNumber(String text, int value) {
        assertThat(NUMBER.read(text).value()).isEqualTo(value);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "101", "7k", "seven", "7.5", "0x7", "7 8", "99999999999999999999"})
    void noNumber(String text) {
        assertThatThrownBy(() -> NUMBER.read(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(longs = {-5_000_000_000L, 0, 9_000_000_000L})
    void aLongNumber(long value) {
        Setting<Long> number = Setting.longNumber("seed", 0, -5_000_000_000L, 9_000_000_000L, "");
        assertThat(number.read(Long.toString(value)).value()).isEqualTo(value);
        assertThatThrownBy(() -> number.read("9000000001")).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "4096,4096",
        "4k,4096",
        "4K ,4096",
        "4 KiB,4096",
        "4M,4194304",
        "4 MB,4194304",
        "0.5m,524288",
        "64MiB,67108864",
        "8192 bytes,8192",
        "1048576 ,1048576"
    })
    void aSize(String text, long bytes) {
        assertThat(SIZE.read(text).value()).isEqualTo(bytes);
    }

    @ParameterizedTest
    @ValueSource(strings = {"4", "1G", "4Q", "M", "-4M", "4M4", "0.0001k", "9999999999999999G"})
    void noSize(String text) {
        assertThatThrownBy(() -> SIZE.read(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "30,30000",
        "30s,30000",
        "30 seconds,30000",
        "500ms,500",
        "5m,300000",
        "5 Min,300000",
        "1h,3600000",
        "0,0",
        "1.5,1500",
        "' 2 s ',2000"
    })
    void aTime(String text, long millis) {
        assertThat(TIME.read(text).value()).isEqualTo(Duration.ofMillis(millis));
    }

    @ParameterizedTest
    @ValueSource(strings = {"2h", "1d", "-1", "soon", "5 parsecs", "0.0001"})
    void noTime(String text) {
        assertThatThrownBy(() -> TIME.read(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aWordIsFoundWhateverItsLetters() {
        assertThat(WORD.read(" Keep ").value()).isEqualTo("keep");
        assertThatThrownBy(() -> WORD.read("keeep")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void wordsComeAsTextOrArrayOrListOrWhatFileInstallDidNotRecognise() {
        List<String> both = List.of("ioemu", "xenconsoled");
        assertThat(WORDS.read("ioemu ").value()).isEqualTo(List.of("ioemu"));
        assertThat(WORDS.read("ioemu, XenConsoled,").value()).isEqualTo(both);
        assertThat(WORDS.read(new String[] {"ioemu ", "xenconsoled"}).value()).isEqualTo(both);
        assertThat(WORDS.read(both).value()).isEqualTo(both);
        assertThat(WORDS.read("[\"ioemu\",\"xenconsoled\"]").value()).isEqualTo(both);
        assertThatThrownBy(() -> WORDS.read("iomeu")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void linesKeepTheirCommas() {
        assertThat(LINES.read("hardware=046d:c31c,serial=42 -> desk; class=03 -> desk")
                        .value())
                .containsExactly("hardware=046d:c31c,serial=42 -> desk", "class=03 -> desk");
        assertThat(LINES.read("[\"serial\\=42,class\\=03\\ ->\\ desk\", \"b -> c\"]")
                        .value())
                .containsExactly("serial=42,class=03 -> desk", "b -> c");
        assertThat(LINES.read(" ").value()).isEmpty();
    }

    @Test
    void aTextMayBeEmptyAndHasNoBlanksAround() {
        assertThat(TEXT.read("").value()).isEmpty();
        assertThat(TEXT.read(" /var/log ").value()).isEqualTo("/var/log");
    }

    @Test
    void whatIsBlankIsTheDefault() {
        assertThat(NUMBER.read("  ").value()).isEqualTo(5);
        assertThat(DECISION.read("").value()).isTrue();
    }

    @Test
    void valuesOfATypedFileAreReadAsTexts() {
        assertThat(NUMBER.read(7).value()).isEqualTo(7);
        assertThat(NUMBER.read(new Long[] {7L}).value()).isEqualTo(7);
        assertThat(DECISION.read(false).value()).isFalse();
        assertThatThrownBy(() -> NUMBER.read(new int[] {7, 8})).hasMessageContaining("2 values");
    }

    @Test
    void whatIsMadeOfAValueMayRefuseIt() {
        Setting<Integer> even = NUMBER.as(number -> {
            if (number % 2 == 0) {
                throw new IllegalArgumentException("it is even");
            }
            return number * 10;
        });
        assertThat(even.read("7").value()).isEqualTo(70);
        assertThat(even.read("7").text()).isEqualTo("7");
        assertThatThrownBy(() -> even.read("8")).hasMessage("it is even");
    }

    @ParameterizedTest
    @CsvSource({"maxLimitt,maxLimit", "maxlimits,maxLimit", "mxaLimit,maxLimit", "histroy,history"})
    void theNearestKeyIsFound(String typed, String meant) {
        assertThat(Nearest.of(typed, List.of("maxLimit", "history", "pty"))).contains(meant);
        assertThat(Nearest.of("colour", List.of("maxLimit", "history", "pty"))).isEmpty();
    }
}
