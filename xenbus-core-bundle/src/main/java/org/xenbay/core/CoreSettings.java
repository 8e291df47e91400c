// SPDX-License-Identifier: Apache-2.0
package org.xenbay.core;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.xenbay.api.budget.FairBudget;
import org.xenbay.api.settings.Setting;
import org.xenbay.api.settings.SettingValues;
import org.xenbay.api.settings.Settings;
import org.xenbay.core.device.CallLimits;
import org.xenbay.core.registry.CoreRuntime;
import org.xenbay.core.registry.Limits;
import org.xenbay.core.registry.Preferences;

/**
 * The core's settings, PID {@code org.xenbay.core}. Settings of threads and memory take effect at the core's next start.
 */
final class CoreSettings {

    private static final int MAX_THREADS = 4096;
    private static final int MAX_MEMORY_PERCENT = 80;
    private static final int MAX_MEGABYTES = 1 << 20;
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration HOUR = Duration.ofHours(1);

    private static final Setting<Integer> DEVICE_THREADS = Setting.number(
                    "deviceThreads",
                    0,
                    0,
                    MAX_THREADS,
                    "Threads that serve devices; 0: twice the number of processors, at least 4")
            .atStart();
    private static final Setting<Integer> HOST_THREADS = Setting.number(
                    "hostThreads",
                    8,
                    1,
                    MAX_THREADS,
                    "Threads for work that blocks, such as file input and output; more are added while some are blocked")
            .atStart();
    private static final Setting<Integer> HOST_QUEUE = Setting.number(
            "hostQueue", 64, 1, 1 << 16, "Pieces of one device's blocking work that may wait for a thread");
    private static final Setting<Integer> MEMORY_PERCENT = Setting.number(
                    "memoryPercent",
                    CoreRuntime.DEFAULT_MEMORY_PERCENT,
                    1,
                    MAX_MEMORY_PERCENT,
                    "Percent of this process's heap for what is kept for guests, divided fairly")
            .atStart();
    private static final Setting<Duration> CLOSE = seconds(
            "closeSeconds", 5, "Time a frontend has to close its side of a device before the backend closes alone");
    private static final Setting<Duration> HANDOVER =
            seconds("handoverSeconds", 30, "Time a device waits for a new backend when its own was removed");
    private static final Setting<Duration> PARK = seconds(
            "parkSeconds", 20, "Most time an update of the code is put off because the host is slow for a device");
    private static final Setting<Duration> STUCK = Setting.duration(
                    "stuckSeconds",
                    CallLimits.DEFAULT.notice(),
                    Duration.ofMillis(100),
                    HOUR,
                    SECOND,
                    "Time that a call into a backend's code may last before it is named in the log and shown")
            .atStart();
    private static final Setting<Duration> GIVE_UP = Setting.duration(
                    "giveUpSeconds",
                    CallLimits.DEFAULT.giveUp(),
                    SECOND,
                    HOUR,
                    SECOND,
                    "Time after which a device is taken from a backend whose call does not return;"
                            + " not less than stuckSeconds")
            .atStart();
    private static final Setting<Integer> STUCK_THREADS = Setting.number(
                    "stuckThreads",
                    CallLimits.DEFAULT.threads(),
                    1,
                    MAX_THREADS,
                    "Device threads that one backend's calls which do not return can hold, beyond deviceThreads")
            .atStart();
    private static final Setting<Integer> JOURNAL_MEGABYTES = Setting.number(
                    "journalMegabytes",
                    0,
                    0,
                    MAX_MEGABYTES,
                    "MiB of the run folder for journals, which survive a kill; 0: a quarter of the room there, at most 256")
            .atStart();
    private static final Setting<Integer> HISTORY_MEGABYTES = Setting.number(
                    "historyMegabytes",
                    8,
                    0,
                    MAX_MEGABYTES,
                    "MiB of the run folder for the last minutes of devices, of which 128 need one; 0 keeps none")
            .atStart();
    private static final Setting<Map<String, String>> PREFER = Setting.lines(
                    "prefer",
                    List.of(),
                    "type:bundle, such as console:org.xenbay.backend.console; several are separated by commas",
                    "Which bundle serves a type that several serve; the others stand by")
            .as(lines -> Preferences.parse(lines.toArray(String[]::new)));
    private static final Setting<Integer> DEBUG_LEVEL = Setting.number(
            "debugLevel", 0, 0, 2, "Debug level of devices that appear: 0 errors, 1 information, 2 everything");

    private CoreSettings() {}

    private static Setting<Duration> seconds(String key, int fallback, String description) {
        return Setting.duration(key, Duration.ofSeconds(fallback), Duration.ZERO, HOUR, SECOND, description);
    }

    static Settings settings() {
        return Settings.of(
                        "org.xenbay.core",
                        DEVICE_THREADS,
                        HOST_THREADS,
                        HOST_QUEUE,
                        MEMORY_PERCENT,
                        CLOSE,
                        HANDOVER,
                        PARK,
                        STUCK,
                        GIVE_UP,
                        STUCK_THREADS,
                        JOURNAL_MEGABYTES,
                        HISTORY_MEGABYTES,
                        PREFER,
                        DEBUG_LEVEL)
                .checking(CoreSettings::callLimits, STUCK, GIVE_UP)
                .concerning(Settings.ALL_TYPES);
    }

    static Limits limits(SettingValues values) {
        int threads = values.get(DEVICE_THREADS) > 0 ? values.get(DEVICE_THREADS) : Limits.DEFAULT.deviceThreads();
        return new Limits(
                threads,
                values.get(HOST_THREADS),
                values.get(HOST_QUEUE),
                values.get(CLOSE),
                values.get(HANDOVER),
                values.get(PARK),
                values.get(DEBUG_LEVEL));
    }

    static CallLimits callLimits(SettingValues values) {
        return new CallLimits(
                values.get(STUCK), values.get(GIVE_UP), CallLimits.DEFAULT.letGo(), values.get(STUCK_THREADS));
    }

    static FairBudget memory(SettingValues values) {
        return CoreRuntime.memoryOf(values.get(MEMORY_PERCENT));
    }

    static long journalBytes(SettingValues values) {
        return (long) values.get(JOURNAL_MEGABYTES) << 20;
    }

    static int historyMegabytes(SettingValues values) {
        return values.get(HISTORY_MEGABYTES);
    }

    static Map<String, String> preferred(SettingValues values) {
        return values.get(PREFER);
    }
}
