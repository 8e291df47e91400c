// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.console;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.xenbay.api.settings.Setting;
import org.xenbay.api.settings.SettingValues;
import org.xenbay.api.settings.Settings;
import org.xenbay.backend.console.endpoint.LogSettings;
import org.xenbay.backend.console.output.OutputBuffer;

/**
 * The settings, PID {@code org.xenbay.console}.
 *
 * @param types values of the node {@code type} that are served
 * @param pty whether consoles get a pseudo terminal
 * @param maxLimit most bytes kept for a console
 * @param history bytes kept after all readers have got them
 * @param keepsAll whether a guest waits while its buffer is full
 * @param marker whether gaps are marked
 * @param log where and how logs are written; empty for none
 */
record ConsoleSettings(
        Set<String> types,
        boolean pty,
        int maxLimit,
        int history,
        boolean keepsAll,
        boolean marker,
        Optional<LogSettings> log) {

    private static final int MAX_BYTES = 64 << 20;
    private static final int MAX_PARTS = 100;
    private static final String KEEP = "keep";

    private static final Setting<List<String>> TYPES = Setting.someOf(
            "types",
            List.of("ioemu"),
            List.of("ioemu", "xenconsoled"),
            "Values of the node type that are served; another daemon serves xenconsoled");
    private static final Setting<Boolean> PTY = Setting.yesOrNo(
            "pty", true, "Whether a console gets a pseudo terminal, for xl console and terminal programs");
    private static final Setting<Long> MAX_LIMIT = Setting.size(
            "maxLimit",
            1 << 20,
            OutputBuffer.MIN_LIMIT,
            MAX_BYTES,
            "Most bytes of output kept for a console, whatever its node limit says");
    private static final Setting<Long> HISTORY = Setting.size(
            "history", 32 << 10, 0, MAX_BYTES, "Output kept for late readers after all others have got it");
    private static final Setting<String> OVERFLOW = Setting.oneOf(
            "overflow",
            "discard",
            List.of("discard", KEEP),
            "When a console's buffer is full: discard the oldest lines, or keep them and let the guest wait;"
                    + " in channels the guest always waits while its reader makes progress");
    private static final Setting<Boolean> MARKER = Setting.yesOrNo(
            "marker", true, "Whether a line tells a reader how many bytes were discarded; never in channels");
    private static final Setting<Optional<Path>> LOG_DIRECTORY = Setting.text(
                    "logDirectory", "", "the path of a folder, or nothing", "Folder of the log files; empty for none")
            .as(text -> text.isEmpty()
                    ? Optional.empty()
                    : Optional.of(Path.of(text).toAbsolutePath()));
    private static final Setting<Long> LOG_SIZE = Setting.size(
            "logSize", 10 << 20, OutputBuffer.MIN_LIMIT, 1L << 40, "Size of a log at which a new file begins");
    private static final Setting<Integer> LOG_PARTS =
            Setting.number("logParts", 5, 0, MAX_PARTS, "Number of older files kept of each log");
    private static final Setting<Boolean> LOG_TIMES =
            Setting.yesOrNo("logTimes", true, "Whether each line of a log begins with its time (UTC)");
    private static final Setting<Boolean> LOG_FILTER =
            Setting.yesOrNo("logFilter", true, "Whether control characters are replaced by dots in logs");

    static Settings settings() {
        return Settings.of(
                        "org.xenbay.console",
                        TYPES,
                        PTY,
                        MAX_LIMIT,
                        HISTORY,
                        OVERFLOW,
                        MARKER,
                        LOG_DIRECTORY,
                        LOG_SIZE,
                        LOG_PARTS,
                        LOG_TIMES,
                        LOG_FILTER)
                .concerning("console");
    }

    static ConsoleSettings of(SettingValues values) {
        return new ConsoleSettings(
                Set.copyOf(values.get(TYPES)),
                values.get(PTY),
                values.get(MAX_LIMIT).intValue(),
                values.get(HISTORY).intValue(),
                values.get(OVERFLOW).equals(KEEP),
                values.get(MARKER),
                values.get(LOG_DIRECTORY)
                        .map(directory -> new LogSettings(
                                directory,
                                values.get(LOG_SIZE),
                                values.get(LOG_PARTS),
                                values.get(LOG_TIMES),
                                values.get(LOG_FILTER))));
    }
}
