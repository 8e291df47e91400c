// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.ninepfs.server;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** Collects what the server logs as its own defects. */
public final class Defects extends Handler implements AutoCloseable {

    private final Logger logger = Logger.getLogger("org.xenbay.backend.ninepfs");
    private final List<String> found = new CopyOnWriteArrayList<>();

    /** Begins to collect. */
    public Defects() {
        logger.addHandler(this);
    }

    /** @return what was logged so far */
    public List<String> found() {
        return found;
    }

    @Override
    public void publish(LogRecord line) {
        if (line.getLevel().intValue() >= Level.SEVERE.intValue()) {
            found.add(line.getMessage() + " " + line.getThrown());
        }
    }

    @Override
    public void flush() {
        // log lines are not buffered
    }

    @Override
    public void close() {
        logger.removeHandler(this);
    }
}
