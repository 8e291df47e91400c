// SPDX-License-Identifier: Apache-2.0
package org.xenbay.launcher;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.logging.Formatter;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/**
 * Formats one line a record: time, level, logger's class, message; for an exception all causes and the place of the first. For
 * loggers whose level is FINE or below, the whole stack trace follows in further lines.
 */
final class LineFormatter extends Formatter {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSS", Locale.ROOT).withZone(ZoneId.systemDefault());
    private static final int MAX_CAUSES = 8;

    private final boolean journal;

    /**
     * @param journal whether the journal reads the lines: then they have a priority (sd-daemon(3)), but no time, which the
     *     journal adds
     */
    LineFormatter(boolean journal) {
        this.journal = journal;
    }

    @Override
    public String format(LogRecord log) {
        String head = journal
                ? "<" + priority(log.getLevel()) + ">"
                : TIME.format(Instant.ofEpochMilli(log.getMillis())) + " " + name(log.getLevel()) + " ";
        StringBuilder line = new StringBuilder(head)
                .append(simpleName(log.getLoggerName()))
                .append(": ")
                .append(oneLine(formatMessage(log)));
        Throwable thrown = log.getThrown();
        for (int i = 0; thrown != null && i < MAX_CAUSES; i++) {
            line.append(i == 0 ? ": " : ", caused by ").append(oneLine(thrown.toString()));
            StackTraceElement[] trace = thrown.getStackTrace();
            if (thrown.getCause() == null && trace.length > 0) {
                line.append(" at ").append(trace[0]);
            }
            thrown = thrown.getCause();
        }
        line.append('\n');
        if (log.getThrown() != null
                && Logger.getLogger(String.valueOf(log.getLoggerName())).isLoggable(Level.FINE)) {
            StringWriter trace = new StringWriter();
            log.getThrown().printStackTrace(new PrintWriter(trace));
            // Indented, so that a line within a message is not mistaken for a record, nor its beginning for a priority.
            trace.toString()
                    .lines()
                    .forEach(each -> line.append("    ").append(oneLine(each)).append('\n'));
        }
        return line.toString();
    }

    /** Levels of syslog(3). */
    private static int priority(Level level) {
        if (level.intValue() >= Level.SEVERE.intValue()) {
            return 3;
        } else if (level.intValue() >= Level.WARNING.intValue()) {
            return 4;
        } else if (level.intValue() >= Level.INFO.intValue()) {
            return 6;
        }
        return 7;
    }

    private static String name(Level level) {
        return switch (priority(level)) {
            case 3 -> "ERROR";
            case 4 -> "WARN ";
            case 6 -> "INFO ";
            default -> "DEBUG";
        };
    }

    private static String simpleName(String logger) {
        return logger == null ? "" : logger.substring(logger.lastIndexOf('.') + 1);
    }

    /** Masks control characters: a guest's text in a message must not forge a line of the log or control a terminal. */
    private static String oneLine(String message) {
        StringBuilder safe = new StringBuilder();
        message.codePoints()
                .forEach(c -> safe.appendCodePoint(c == '\n' || c == '\t' ? ' ' : Character.isISOControl(c) ? '?' : c));
        return safe.toString();
    }
}
