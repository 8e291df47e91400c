// SPDX-License-Identifier: Apache-2.0
package org.xenbay.shell.internal.render;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ProgressLineTest {
    private static final String ERASE = "\u001b[K";

    private final ByteArrayOutputStream shown = new ByteArrayOutputStream();
    private long now = Long.MAX_VALUE - 1; // the clock overflows in the test

    private ProgressLine line(int columns) {
        return new ProgressLine(new PrintStream(shown, true, StandardCharsets.UTF_8), columns, () -> now);
    }

    private void later(Duration time) {
        now += time.toNanos();
    }

    private String shown() {
        String text = shown.toString(StandardCharsets.UTF_8);
        shown.reset();
        return text;
    }

    @Test
    void whatIsDoneInTwoSecondsIsNotShown() {
        ProgressLine line = line(80);
        line.show("counting", 1, 100);
        later(Duration.ofMillis(1900));
        line.show("counting", 99, 100);
        line.clear();
        assertThat(shown()).isEmpty();
    }

    @Test
    void aTerminalGetsABarWithTheTimeThatIsLeftAndItGoes() {
        ProgressLine line = line(80);
        line.show("counting", 0, 100);
        later(Duration.ofSeconds(10));
        line.show("counting", 25, 100);
        assertThat(shown()).isEqualTo("\rcounting [#####...............] 25 %, 30 s left" + ERASE);
        later(Duration.ofMillis(100));
        line.show("counting", 26, 100);
        assertThat(shown()).isEmpty();
        later(Duration.ofMillis(100));
        line.show("counting", 102, 100);
        assertThat(shown()).isEqualTo("\rcounting [####################] 100 %" + ERASE);
        line.clear();
        line.clear();
        assertThat(shown()).isEqualTo("\r" + ERASE);
    }

    @Test
    void aNarrowTerminalIsNotWrapped() {
        for (int columns = 1; columns < 60; columns++) {
            ProgressLine line = line(columns);
            line.show("counting the files of /srv/share", 0, 100);
            later(Duration.ofSeconds(3));
            line.show("counting the files of /srv/share", 10, 100);
            assertThat(shown().replaceAll("\r|\u001b\\[K", "")).hasSizeLessThan(Math.max(1, columns));
        }
    }

    @Test
    void apipeGetsALineEveryTenSeconds() {
        ProgressLine line = line(0);
        line.show("counting", 0, 100);
        for (int second = 1; second <= 25; second++) {
            later(Duration.ofSeconds(1));
            line.show("counting", second, 1000);
        }
        line.clear();
        assertThat(shown().lines())
                .containsExactly(
                        "counting: 0 %, 16 min left", "counting: 1 %, 16 min left", "counting: 2 %, 16 min left");
    }

    @Test
    void anotherWorkBeginsAnewAndOneOfUnknownSizeHasItsTime() {
        ProgressLine line = line(0);
        line.show("first", 1, 2);
        later(Duration.ofSeconds(3));
        line.show("second", 1, 0);
        assertThat(shown()).isEmpty();
        later(Duration.ofSeconds(3));
        line.show("second", 1, 0);
        assertThat(shown()).isEqualTo("second: 3 s\n");
    }
}
