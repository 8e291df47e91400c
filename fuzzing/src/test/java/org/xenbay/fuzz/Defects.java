// SPDX-License-Identifier: Apache-2.0
package org.xenbay.fuzz;

import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** Collects what the code under test logs as its own defects, and keeps all else of its log from the output. */
final class Defects extends Handler {

    private final Logger logger = Logger.getLogger("org.xenbay");
    private final List<String> found = new ArrayList<>();

    Defects() {
        logger.addHandler(this);
        logger.setUseParentHandlers(false);
    }

    /** @return what was logged since the last call */
    synchronized List<String> take() {
        List<String> taken = List.copyOf(found);
        found.clear();
        return taken;
    }

    @Override
    public synchronized void publish(LogRecord line) {
        if (line.getLevel().intValue() >= Level.SEVERE.intValue()) {
            StringBuilder text = new StringBuilder(line.getMessage());
            for (Throwable each = line.getThrown(); each != null; each = each.getCause()) {
                text.append(" | ").append(each);
                for (int i = 0; i < Math.min(8, each.getStackTrace().length); i++) {
                    text.append(" at ").append(each.getStackTrace()[i]);
                }
            }
            found.add(text.toString());
        }
    }

    @Override
    public void flush() {
        // nothing is held back
    }

    @Override
    public void close() {
        logger.removeHandler(this);
        logger.setUseParentHandlers(true);
    }
}
