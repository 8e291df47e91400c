// SPDX-License-Identifier: Apache-2.0
package org.xenbay.web.host;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.logging.ErrorManager;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.xenbay.api.command.PrintableText;

/**
 * The latest lines of the log. Whoever logs puts a line into a ring and goes on: no lock, and no waiting for who reads.
 */
public final class LogLines extends Handler {

    private static final int MAX_LINES = 400;
    private static final int MAX_LENGTH = 400;

    private record Line(long number, long millis, String level, String source, String text) {}

    private final AtomicReferenceArray<Line> ring = new AtomicReferenceArray<>(MAX_LINES);
    private final AtomicLong next = new AtomicLong();
    private final SimpleFormatter formatter = new SimpleFormatter();
    private final Logger root = Logger.getLogger("");

    /** Begins to take lines. */
    public LogLines() {
        setLevel(Level.INFO);
        root.addHandler(this);
    }

    /** Whoever logs goes on, whatever is logged. */
    @Override
    public void publish(LogRecord record) {
        if (!isLoggable(record)) {
            return;
        }
        try {
            keep(record, text(record));
        } catch (RuntimeException failed) { // an exception or a parameter is any bundle's code
            reportError(null, failed, ErrorManager.FORMAT_FAILURE);
        } catch (LinkageError | StackOverflowError failed) {
            reportError(null, new IllegalStateException(failed), ErrorManager.FORMAT_FAILURE);
        }
    }

    private String text(LogRecord record) {
        String text = record.getMessage() == null ? "" : formatter.formatMessage(record);
        if (record.getThrown() != null) {
            text += ": " + record.getThrown();
        }
        return PrintableText.of(text.length() > MAX_LENGTH ? text.substring(0, MAX_LENGTH) + "…" : text);
    }

    private void keep(LogRecord record, String text) {
        String name = record.getLoggerName();
        long number = next.getAndIncrement();
        ring.set(
                (int) (number % MAX_LINES),
                new Line(number, record.getMillis(), word(record.getLevel()), name == null ? "" : name, text));
    }

    private static String word(Level level) {
        if (level.intValue() >= Level.SEVERE.intValue()) {
            return "error";
        }
        return level.intValue() >= Level.WARNING.intValue() ? "warning" : "info";
    }

    /** @return the lines, oldest first */
    public List<Map<String, Object>> lines() {
        List<Map<String, Object>> lines = new ArrayList<>();
        long end = next.get();
        for (long number = Math.max(0, end - MAX_LINES); number < end; number++) {
            Line line = ring.get((int) (number % MAX_LINES));
            if (line != null && line.number == number) {
                Map<String, Object> map = new LinkedHashMap<>();
                map.put("millis", line.millis);
                map.put("level", line.level);
                map.put("source", line.source);
                map.put("text", line.text);
                lines.add(map);
            }
        }
        return lines;
    }

    @Override
    public void flush() {
        // Nothing is on the way.
    }

    @Override
    public void close() {
        root.removeHandler(this);
    }
}
