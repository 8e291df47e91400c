// SPDX-License-Identifier: Apache-2.0
package org.xenbay.core;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** What the platform logs while it is open. */
final class LogLines extends Handler {

    /** A reference that keeps the logger: unreferenced loggers are collected with their handlers. */
    private final Logger logger = Logger.getLogger("org.xenbay");

    private final List<LogRecord> records = new CopyOnWriteArrayList<>();

    LogLines() {
        logger.addHandler(this);
    }

    /** @return the records whose message contains all of this */
    List<LogRecord> with(String... parts) {
        return records.stream()
                .filter(record -> List.of(parts).stream()
                        .allMatch(part -> String.valueOf(record.getMessage()).contains(part)))
                .toList();
    }

    @Override
    public void publish(LogRecord record) {
        records.add(record);
    }

    @Override
    public void flush() {
        // nothing is kept back
    }

    @Override
    public void close() {
        logger.removeHandler(this);
    }
}
