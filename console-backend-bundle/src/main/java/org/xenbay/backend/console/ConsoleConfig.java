package org.xenbay.backend.console;

import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/**
 * The settings, checked.
 *
 * @param types values of the node {@code type} that are served
 * @param pty whether consoles get a pseudo terminal
 * @param maxLimit most bytes kept for a console
 * @param history bytes kept after all readers have got them
 * @param keepsAll whether a guest waits while its buffer is full
 * @param marker whether gaps are marked
 * @param log where and how logs are written; empty for none
 */
record ConsoleConfig(
        Set<String> types,
        boolean pty,
        int maxLimit,
        int history,
        boolean keepsAll,
        boolean marker,
        Optional<LogConfig> log) {

    /**
     * @param directory folder of the logs
     * @param size size in bytes from which on a log goes on in a new file
     * @param parts number of older files
     * @param timed whether lines begin with their time
     * @param filtered whether control characters are replaced
     */
    record LogConfig(Path directory, long size, int parts, boolean timed, boolean filtered) {}

    private static final int MOST_LIMIT = 64 << 20;
    private static final int MOST_PARTS = 100;

    /** @throws IllegalArgumentException when a value makes no sense: the message says which */
    static ConsoleConfig of(ConsoleSettings settings) {
        return new ConsoleConfig(
                Set.of(settings.types()),
                settings.pty(),
                between("maxLimit", settings.maxLimit(), OutputBuffer.MIN_LIMIT, MOST_LIMIT),
                between("history", settings.history(), 0, MOST_LIMIT),
                keepsAll(settings.overflow()),
                settings.marker(),
                log(settings));
    }

    private static boolean keepsAll(String overflow) {
        return switch (overflow) {
            case "keep" -> true;
            case "discard" -> false;
            default -> throw new IllegalArgumentException("overflow is discard or keep, not " + overflow);
        };
    }

    private static Optional<LogConfig> log(ConsoleSettings settings) {
        if (settings.logDirectory().isBlank()) {
            return Optional.empty();
        }
        return Optional.of(new LogConfig(
                Path.of(settings.logDirectory()).toAbsolutePath(),
                between("logSize", settings.logSize(), OutputBuffer.MIN_LIMIT, Integer.MAX_VALUE),
                between("logParts", settings.logParts(), 0, MOST_PARTS),
                settings.logTimes(),
                settings.logFilter()));
    }

    private static int between(String name, int value, int least, int most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(name + " is from " + least + " to " + most + ", not " + value);
        }
        return value;
    }
}
