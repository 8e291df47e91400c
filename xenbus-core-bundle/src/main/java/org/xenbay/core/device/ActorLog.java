package org.xenbay.core.device;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.function.Supplier;
import org.xenbay.api.device.DeviceId;
import org.xenbay.api.device.DeviceLog;

/** The log of one device; a guest can cause errors at will, so their rate is limited. */
final class ActorLog implements DeviceLog {

    /** Errors written in one window of time; the rest is counted. */
    private static final int BURST = 10;

    private static final long WINDOW_NANOS = 10_000_000_000L;
    private static final Logger LOG = System.getLogger("org.xenbay.device");

    private final DeviceId id;
    private volatile int level;
    private long windowStart = System.nanoTime();
    private int inWindow;
    private int suppressed;

    ActorLog(DeviceId id, int level) {
        this.id = id;
        this.level = level;
    }

    int level() {
        return level;
    }

    void setLevel(int newLevel) {
        level = newLevel;
    }

    @Override
    public void error(String message) {
        int left = admit();
        if (left >= 0) {
            LOG.log(
                    Level.WARNING,
                    left == 0 ? id + ": " + message : id + ": " + message + " (" + left + " more left out)");
        }
    }

    /** A defect of this code or a backend's: its stack is worth a look. */
    void unexpected(Throwable thrown) {
        if (admit() >= 0) {
            LOG.log(Level.ERROR, id + ": unexpected failure", thrown);
        }
    }

    /** @return how many errors were left out before this one; -1 when this one is to be left out too */
    private synchronized int admit() {
        long now = System.nanoTime();
        if (now - windowStart > WINDOW_NANOS) {
            windowStart = now;
            inWindow = 0;
        }
        if (++inWindow > BURST) {
            suppressed++;
            return -1;
        }
        int left = suppressed;
        suppressed = 0;
        return left;
    }

    @Override
    public void info(String message) {
        LOG.log(level >= 1 ? Level.INFO : Level.DEBUG, () -> id + ": " + message);
    }

    @Override
    public void debug(Supplier<String> message) {
        if (level >= 2) {
            LOG.log(Level.INFO, () -> id + ": " + message.get());
        }
    }
}
