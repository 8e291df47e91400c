// SPDX-License-Identifier: Apache-2.0
package org.xenbay.nativexen.host;

import java.util.logging.Filter;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import org.jspecify.annotations.Nullable;

/**
 * Takes lines from the handler that writes to the standard error, and sends them to the journal with their fields. The handler
 * writes those that the journal does not take. As one object decides that for each line, none is lost and none is there twice,
 * whenever it comes and goes. From any thread.
 */
final class JournalFilter implements Filter {

    private final Handler handler;
    private final Formatter formatter;
    private final JournalSocket journal;
    private final @Nullable Filter before;

    private JournalFilter(Handler handler, JournalSocket journal) {
        this.handler = handler;
        this.formatter = handler.getFormatter();
        this.journal = journal;
        this.before = handler.getFilter();
    }

    /**
     * @param handler writes to the journal's stream
     * @param journal takes its lines
     * @return at work until {@link #remove}
     */
    static JournalFilter add(Handler handler, JournalSocket journal) {
        JournalFilter filter = new JournalFilter(handler, journal);
        handler.setFilter(filter);
        return filter;
    }

    /** @return whether the handler has to write it */
    @Override
    public boolean isLoggable(LogRecord line) {
        if (before != null && !before.isLoggable(line)) {
            return false;
        }
        try {
            byte[] entry = JournalEntry.of(
                    formatter.format(line), line, Thread.currentThread().getName());
            return entry == null || !journal.send(entry);
        } catch (RuntimeException | Error failed) { // The handler writes the line, and reports what fails there too.
            return true;
        }
    }

    /** The handler writes all lines again. */
    void remove() {
        if (handler.getFilter() == this) {
            handler.setFilter(before);
        }
    }
}
