// SPDX-License-Identifier: Apache-2.0
package org.xenbay.core.device;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.xenbay.api.device.DeviceId;
import org.xenbay.api.device.DeviceLog;
import org.xenbay.api.management.HistoryView.Kind;

/** The log of one device. A guest can cause lines at will, so their rate is limited, also while the device is debugged. */
final class ActorLog implements DeviceLog {

    /** Errors written in one window of time; the rest is counted. */
    static final int ERRORS = 10;

    /** Other lines in one window, while an operator has them written. */
    static final int LINES = 1_000;

    static final long WINDOW_NANOS = 10_000_000_000L;
    private static final Logger LOG = System.getLogger("org.xenbay.device");

    private final DeviceId id;
    private final CoreHistory history;
    private final Window errors;
    private final Window lines;
    private volatile int level;

    ActorLog(DeviceId id, int level, CoreHistory history) {
        this(id, level, history, System::nanoTime);
    }

    /**
     * @param history keeps errors
     * @param clock nanoseconds since any moment
     */
    ActorLog(DeviceId id, int level, CoreHistory history, LongSupplier clock) {
        this.id = id;
        this.history = history;
        this.level = level;
        this.errors = new Window(ERRORS, clock);
        this.lines = new Window(LINES, clock);
    }

    int level() {
        return level;
    }

    void setLevel(int newLevel) {
        level = newLevel;
    }

    @Override
    public void error(String message) {
        if (write(Level.WARNING, errors, () -> message)) {
            history.record(Kind.ERROR, message);
        }
    }

    /** Logs a defect of this code or of a backend, with its stack. */
    void unexpected(Throwable thrown) {
        if (errors.admit() >= 0) {
            LOG.log(Level.ERROR, id + ": unexpected failure", thrown);
            history.record(Kind.ERROR, "unexpected failure: " + thrown);
        }
    }

    @Override
    public void info(String message) {
        if (level >= 1) {
            write(Level.INFO, lines, () -> message);
        } else {
            LOG.log(Level.DEBUG, () -> id + ": " + message);
        }
    }

    @Override
    public void debug(Supplier<String> message) {
        if (level >= 2) {
            write(Level.INFO, lines, message);
        }
    }

    /** @return whether it was written */
    private boolean write(Level severity, Window window, Supplier<String> message) {
        int left = window.admit();
        if (left >= 0) {
            String more = left == 0 ? "" : " (" + left + " more left out)";
            LOG.log(severity, id + ": " + message.get() + more);
        }
        return left >= 0;
    }

    /** Counts lines of some seconds. */
    private static final class Window {
        private final int most;
        private final LongSupplier clock;

        @GuardedBy("this")
        private long start;

        @GuardedBy("this")
        private int count;

        @GuardedBy("this")
        private int leftOut;

        Window(int most, LongSupplier clock) {
            this.most = most;
            this.clock = clock;
            this.start = clock.getAsLong();
        }

        /** @return how many lines were left out before this one; -1 when this one is to be left out too */
        synchronized int admit() {
            long now = clock.getAsLong();
            if (now - start > WINDOW_NANOS) {
                start = now;
                count = 0;
            }
            if (++count > most) {
                leftOut++;
                return -1;
            }
            int left = leftOut;
            leftOut = 0;
            return left;
        }
    }
}
