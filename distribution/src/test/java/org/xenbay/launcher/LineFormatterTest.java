// SPDX-License-Identifier: Apache-2.0
package org.xenbay.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LineFormatterTest {
    private final Logger logger = Logger.getLogger("org.xenbay.test.Thing");

    @AfterEach
    void resetLevel() {
        logger.setLevel(null);
    }

    private static LogRecord log(Level level, String message, Throwable thrown) {
        LogRecord log = new LogRecord(level, message);
        log.setLoggerName("org.xenbay.test.Thing");
        log.setThrown(thrown);
        return log;
    }

    @Test
    void theJournalGetsAPriorityAndNoTime() {
        LineFormatter journal = new LineFormatter(true);
        assertThat(journal.format(log(Level.SEVERE, "a", null))).isEqualTo("<3>Thing: a\n");
        assertThat(journal.format(log(Level.WARNING, "a", null))).isEqualTo("<4>Thing: a\n");
        assertThat(journal.format(log(Level.INFO, "a", null))).isEqualTo("<6>Thing: a\n");
        assertThat(journal.format(log(Level.FINE, "a", null))).isEqualTo("<7>Thing: a\n");
    }

    @Test
    void aTerminalGetsTimeAndLevel() {
        assertThat(new LineFormatter(false).format(log(Level.WARNING, "a", null)))
                .matches("\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d\\.\\d{3} WARN  Thing: a\n");
    }

    @Test
    void whatAGuestWroteCannotForgeALineOrSteerTheTerminal() {
        assertThat(new LineFormatter(true).format(log(Level.INFO, "x\n<0>forged\u001b[2J\r", null)))
                .isEqualTo("<6>Thing: x <0>forged?[2J?\n");
    }

    @Test
    void anExceptionIsItsCausesAndWhereTheFirstArose() {
        String line = new LineFormatter(true)
                .format(log(Level.WARNING, "failed", new IllegalStateException("a", new IOException("b"))));
        assertThat(line)
                .startsWith(
                        "<4>Thing: failed: java.lang.IllegalStateException: a, caused by java.io.IOException: b at ")
                .contains("LineFormatterTest")
                .containsOnlyOnce("\n");
    }

    @Test
    void aLoggerThatIsDebuggedShowsTheStack() {
        logger.setLevel(Level.FINE);
        assertThat(new LineFormatter(true)
                        .format(log(Level.WARNING, "failed", new IOException("b")))
                        .lines())
                .hasSizeGreaterThan(3);
    }

    @Test
    void aMessageInAStackForgesNoLineAndNoPriority() {
        logger.setLevel(Level.FINE);
        assertThat(new LineFormatter(true)
                        .format(log(Level.WARNING, "failed", new IOException("b\n<0>forged\u009b2J")))
                        .lines()
                        .skip(1))
                .allMatch(line -> line.startsWith("    "))
                .noneMatch(line -> line.contains("\u009b"))
                .anyMatch(line -> line.contains("<0>forged"));
    }

    @Test
    void aRingOfCausesEnds() {
        Exception first = new Exception("first");
        first.initCause(new Exception("second", first));
        assertThat(new LineFormatter(true).format(log(Level.INFO, "x", first))).hasSizeLessThan(1000);
    }
}
