// SPDX-License-Identifier: Apache-2.0
package org.xenbay.xenstore.testing;

import java.text.MessageFormat;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** Records what a class logs at INFO and above, and keeps it from the output. */
public final class LogCapture implements AutoCloseable {

    private final Logger logger;
    private final List<String> lines = new CopyOnWriteArrayList<>();

    public LogCapture(Class<?> source) {
        logger = Logger.getLogger(source.getName());
        logger.setFilter(this::keep);
    }

    /** "LEVEL message" for each line. */
    public List<String> lines() {
        return lines;
    }

    private boolean keep(LogRecord line) {
        if (line.getLevel().intValue() >= Level.INFO.intValue()) {
            Object[] parameters = line.getParameters();
            String text = parameters == null ? line.getMessage() : MessageFormat.format(line.getMessage(), parameters);
            lines.add(line.getLevel() + " " + text);
        }
        return false;
    }

    @Override
    public void close() {
        logger.setFilter(null);
    }
}
